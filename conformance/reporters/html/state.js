// What is open stands in the URL's fragment: `#TAB?NAME=VALUE&…`. Back and links work by it.

const TABS = ["findings", "reads", "matrix", "sides", "sources"];

/** @typedef {{tab: string, values: URLSearchParams}} Place */

/** The last fragment of each tab, to come back to. */
const lastOf = /** @type {Map<string, string>} */ (new Map());

/** @type {((place: Place) => void)[]} */
const listeners = [];

/** @returns {Place} */
function here() {
  const raw = location.hash.slice(1);
  const mark = raw.indexOf("?");
  const tab = mark < 0 ? raw : raw.slice(0, mark);
  const values = new URLSearchParams(mark < 0 ? "" : raw.slice(mark + 1));
  return TABS.includes(tab) ? { tab, values } : { tab: TABS[0], values: new URLSearchParams() };
}

/**
 * Returns the fragment of a place; an empty value leaves its name out. Values stand in it with
 * their escapes visible: a lone surrogate cannot be encoded.
 * @param {string} tab
 * @param {Iterable<[string, string]>} values
 */
function fragment(tab, values) {
  const query = Array.from(values)
    .filter(([, value]) => value !== "")
    // Colons, slashes and the like may stand in a fragment: kept, so that a link can be read.
    .map(([name, value]) => `${name}=${encodeURIComponent(visible(value)).replace(/%(3A|2F|3E|3D|2C)/g,
      (code) => (code === "%3D" ? code : decodeURIComponent(code)))}`)
    .join("&");
  return `#${tab}${query ? `?${query}` : ""}`;
}

/**
 * Goes to a place.
 * @param {string} tab
 * @param {Record<string, string>} changes What changes there; the rest of the tab's state stays.
 * @param {"push" | "replace"} [how] `replace` makes no step for Back.
 */
function go(tab, changes, how = "push") {
  const now = here();
  const known = now.tab === tab ? now.values : rememberedValues(tab);
  for (const [name, value] of Object.entries(changes)) known.set(name, visible(value));
  const next = fragment(tab, known);
  if (next === location.hash) return;
  if (how === "push") history.pushState(null, "", next);
  else history.replaceState(null, "", next);
  announce();
}

/** @param {string} tab */
function rememberedValues(tab) {
  const last = lastOf.get(tab) ?? "";
  const mark = last.indexOf("?");
  return new URLSearchParams(mark < 0 ? "" : last.slice(mark + 1));
}

/** Tells every part where the page is. */
function announce() {
  const place = here();
  lastOf.set(place.tab, fragment(place.tab, place.values));
  for (const listener of listeners) listener(place);
}

/**
 * Returns the page's address with another fragment.
 * @param {string} hash
 */
function address(hash) {
  return location.href.split("#")[0] + hash;
}
