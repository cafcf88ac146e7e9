// A cell of the matrix: what one column says of a case, or what those of a folded group say.

/** A folded group shows at most this many different verdicts; its label names all of them. */
const SIGNS = 3;

/**
 * Counts the letters of a vector, the most frequent first.
 * @param {string} letters
 * @returns {[string, number][]}
 */
function tally(letters) {
  return Object.keys(VERDICTS)
    .map((letter) => /** @type {[string, number]} */ ([letter, letters.split(letter).length - 1]))
    .filter(([, number]) => number > 0)
    .sort(([, a], [, b]) => b - a);
}

/**
 * Makes a cell for the verdicts of a column, or of several: one sign where they are the same.
 * @param {string} letters
 */
function verdictCell(letters) {
  const counts = tally(letters);
  const same = counts.length === 1;
  const numbers = counts.map(([letter, number]) => `${number} ${VERDICTS[letter].name.replace("-", " ")}`);
  const words = letters.length === 1 ? VERDICTS[letters].name : `${same ? "all " : ""}${numbers.join(", ")}`;
  // Of two columns the signs say it all; of more, how many have each.
  const signs = counts.slice(0, SIGNS).flatMap(([letter, number]) =>
    [glyph(letter), !same && letters.length > 2 && String(number)]);
  return make("td", { role: "gridcell", tabindex: -1, "aria-label": words,
    class: letters.length > 1 && "several", title: letters.length > 1 && words },
  same ? signs[0] : make("span", { class: "mixed", "aria-hidden": "true" }, ...signs,
    counts.length > SIGNS && "…"));
}
