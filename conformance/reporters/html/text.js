// Text and elements: everything goes onto the page as text nodes, never as markup.

const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/**
 * Writes every character that does not show itself as its escape.
 * @param {string} text
 * @returns {string}
 */
function visible(text) {
  return text.replace(INVISIBLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Makes an element.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | boolean | null | undefined>} attributes `false`, null
 *   and undefined leave one out, `true` sets it empty.
 * @param {...Child} children Strings become text, with what is invisible escaped.
 * @returns {HTMLElementTagNameMap[Name]}
 */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  fill(element, children);
  return element;
}

/**
 * Appends children to an element.
 * @param {Element} element
 * @param {Child[]} children
 */
function fill(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(typeof child === "string" ? visible(child) : child);
  }
}

/**
 * Makes the inline elements of a plain phrase, whose code stands in backticks.
 * @param {string} phrase
 * @returns {Node[]}
 */
function phraseNodes(phrase) {
  return phrase
    .split("`")
    .map((part, number) =>
      number % 2 ? make("code", {}, part) : document.createTextNode(visible(part)));
}

/**
 * Makes a button.
 * @param {string} label
 * @param {() => void} act
 * @param {Record<string, string | boolean>} [attributes]
 * @returns {HTMLButtonElement}
 */
function button(label, act, attributes = {}) {
  const element = make("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", act);
  return element;
}

/**
 * Makes a link to elsewhere; what is no web address stays text.
 * @param {string} target
 * @returns {Node}
 */
function outward(target) {
  return target.startsWith("https://")
    ? make("a", { href: target, rel: "noreferrer noopener" }, target)
    : make("span", {}, target);
}

/**
 * Moves the focus into a panel where it covers what had it.
 * @param {HTMLElement} panel
 */
function enter(panel) {
  if (getComputedStyle(panel).position === "fixed") panel.focus();
}

/**
 * Finds an element that the template is known to hold.
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page lacks #${id}`);
  return element;
}

/**
 * Says `1 case` or `1,234 cases`.
 * @param {number} number
 * @param {string} one
 * @param {string} many
 * @returns {string}
 */
function counted(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** Glyphs and words of the verdicts, by their letter in a vector. */
const VERDICTS = /** @type {Record<string, {name: string, glyph: string, says: string}>} */ ({
  a: { name: "accept", glyph: "✓", says: "accepts" },
  r: { name: "reject", glyph: "✗", says: "rejects" },
  s: { name: "silent", glyph: "○", says: "does not say" },
  l: { name: "lossy", glyph: "≈", says: "accepts, and changes it" },
  u: { name: "unsupported", glyph: "–", says: "cannot judge it" },
  e: { name: "error", glyph: "!", says: "failed with an error" },
  c: { name: "crash", glyph: "!", says: "crashed" },
  t: { name: "timeout", glyph: "!", says: "gave no answer in time" },
  n: { name: "not-run", glyph: "·", says: "was not run" },
});

/**
 * Makes a verdict's glyph, which screen readers skip: its word stands beside it.
 * @param {string} letter
 * @returns {HTMLElement}
 */
function glyph(letter) {
  const verdict = VERDICTS[letter];
  return make("span", { class: `glyph ${verdict.name}`, "aria-hidden": "true" }, verdict.glyph);
}
