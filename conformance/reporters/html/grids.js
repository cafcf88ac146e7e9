// Moving about in a grid by keys: one tab stop, the arrows move inside it.

/**
 * Returns where a key leads from a cell, or null for other keys.
 * @param {KeyboardEvent} event
 * @param {{row: number, column: number}} from
 * @param {{rows: number, columns: number, page: number}} size
 * @returns {{row: number, column: number} | null}
 */
function moved(event, from, size) {
  let { row, column } = from;
  const far = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowDown": row += 1; break;
    case "ArrowUp": row -= 1; break;
    case "ArrowRight": column += 1; break;
    case "ArrowLeft": column -= 1; break;
    case "PageDown": row += size.page; break;
    case "PageUp": row -= size.page; break;
    case "Home": column = 0; if (far) row = 0; break;
    case "End": column = size.columns - 1; if (far) row = size.rows - 1; break;
    default: return null;
  }
  return {
    row: Math.max(0, Math.min(size.rows - 1, row)),
    column: Math.max(0, Math.min(size.columns - 1, column)),
  };
}

/**
 * Makes a table that is wholly there a grid of one tab stop.
 * @param {HTMLTableElement} table
 * @param {(cell: HTMLTableCellElement) => void} open What Enter and a click do.
 * @returns {{renew: () => void, focus: (cell: Element | null) => void}} `renew` is to be called when
 *   rows or cells were put away (class `away`) or shown; `focus` leads the keys to a cell.
 */
function roving(table, open) {
  table.setAttribute("role", "grid");
  const all = Array.from(table.tBodies).flatMap((body) =>
    Array.from(body.rows, (row) => Array.from(row.cells).slice(1)));
  let rows = all;
  let at = { row: 0, column: 0 };
  const renew = () => {
    const held = rows[at.row]?.[at.column];
    held?.removeAttribute("tabindex");
    rows = all.filter(([cell]) => !cell.parentElement?.classList.contains("away"))
      .map((row) => row.filter((cell) => !cell.classList.contains("away")))
      .filter((row) => row.length);
    const row = rows.findIndex((cells) => cells.includes(held));
    at = row < 0 ? { row: 0, column: 0 } : { row, column: rows[row].indexOf(held) };
    const cell = rows[at.row]?.[at.column];
    if (cell) cell.tabIndex = 0;
  };
  renew();
  const placeIn = (/** @type {Element | null} */ cell) => {
    const row = rows.findIndex((cells) => cells[0].parentElement === cell?.parentElement);
    const column = row < 0 ? -1 : rows[row].findIndex((other) => other === cell);
    return column < 0 ? null : { row, column };
  };
  // Only the cell that the keys are at takes the focus: a long table has too many to mark all.
  /** @param {{row: number, column: number}} to */
  const focus = (to) => {
    rows[at.row][at.column].removeAttribute("tabindex");
    at = to;
    rows[at.row][at.column].tabIndex = 0;
    rows[at.row][at.column].focus();
  };
  table.addEventListener("keydown", (event) => {
    const size = { rows: rows.length, columns: rows[0].length, page: 10 };
    const to = moved(event, at, size);
    if (to) {
      event.preventDefault();
      focus(to);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(rows[at.row][at.column]);
    }
  });
  table.addEventListener("click", (event) => {
    const cell = event.target instanceof Element ? event.target.closest("td, th") : null;
    const to = placeIn(cell);
    if (!to) return;
    focus(to);
    open(rows[to.row][to.column]);
  });
  return {
    renew,
    focus: (cell) => {
      const to = placeIn(cell);
      if (to) focus(to);
    },
  };
}
