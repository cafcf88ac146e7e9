// What is open stands in the URL's fragment: `#TAB/PATH?NAME=VALUE&…`. Back and links work by it.

/** The tabs; a page without a field table has none for it. */
const TABS = ["fields", "findings", "column", "reads", "matrix", "sides", "sources"]
  .filter((tab) => document.getElementById(tab));

/**
 * @typedef {{tab: string, path: string[], values: URLSearchParams}} Place The path is decoded.
 */

/** The last fragment of each tab, to come back to. */
const lastOf = /** @type {Map<string, string>} */ (new Map());

/** @type {((place: Place) => void)[]} */
const listeners = [];

/** @returns {Place} */
function here() {
  return placeOf(location.hash) ?? { tab: TABS[0], path: [], values: new URLSearchParams() };
}

/**
 * Reads a fragment; null where it names no tab.
 * @param {string} hash
 * @returns {Place | null}
 */
function placeOf(hash) {
  const raw = hash.replace(/^#/, "");
  const mark = raw.indexOf("?");
  const [tab, ...path] = (mark < 0 ? raw : raw.slice(0, mark)).split("/");
  const values = new URLSearchParams(mark < 0 ? "" : raw.slice(mark + 1));
  return TABS.includes(tab) ? { tab, path: path.map(decoded), values } : null;
}

/**
 * Returns what an escaped part of an address stands for; what is escaped wrongly stays.
 * @param {string} part
 */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Escapes a part of an address. What does not show itself stands in it with its escape visible: a
 * lone surrogate cannot be encoded.
 * @param {string} part
 */
function encoded(part) {
  return encodeURIComponent(visible(part));
}

/**
 * Returns the fragment of a place; an empty value leaves its name out.
 * @param {string} tab
 * @param {Iterable<[string, string]>} values
 * @param {string[]} [path]
 */
function fragment(tab, values, path = []) {
  const query = Array.from(values)
    .filter(([, value]) => value !== "")
    // Colons, slashes and the like may stand in a fragment: kept, so that a link can be read.
    .map(([name, value]) => `${name}=${encoded(value).replace(/%(3A|2F|3E|2C)/g, decodeURIComponent)}`)
    .join("&");
  return `#${[tab, ...path.map(encoded)].join("/")}${query ? `?${query}` : ""}`;
}

/**
 * Goes to a place.
 * @param {string} tab
 * @param {Record<string, string>} changes What changes there; the rest of the tab's state stays.
 * @param {"push" | "replace"} [how] `replace` makes no step for Back.
 * @param {string[]} [path] The path there; without one it stays.
 */
function go(tab, changes, how = "push", path) {
  const now = here();
  const known = now.tab === tab ? now : placeOf(lastOf.get(tab) ?? "");
  const values = known?.values ?? new URLSearchParams();
  for (const [name, value] of Object.entries(changes)) values.set(name, visible(value));
  const next = fragment(tab, values, path ?? known?.path);
  if (next === location.hash) return;
  if (how === "push") history.pushState(null, "", next);
  else history.replaceState(null, "", next);
  announce();
}

/** Tells every part where the page is. */
function announce() {
  const place = here();
  lastOf.set(place.tab, fragment(place.tab, place.values, place.path));
  for (const listener of listeners) listener(place);
}

/**
 * Returns the page's address with another fragment.
 * @param {string} hash
 */
function address(hash) {
  return location.href.split("#")[0] + hash;
}
