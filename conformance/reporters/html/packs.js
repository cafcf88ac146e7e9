// Unpacks what the page holds as gzip in base64.

/**
 * Unpacks what is gzipped, in base64.
 * @param {string} id The element that holds it.
 * @returns {Response}
 */
function unpacked(id) {
  const coded = atob(byId(id).textContent ?? "");
  const bytes = new Uint8Array(coded.length);
  for (let at = 0; at < coded.length; at += 1) bytes[at] = coded.charCodeAt(at);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}

/**
 * Unpacks JSON.
 * @param {string} id
 * @returns {Promise<any>}
 */
async function unpack(id) {
  return JSON.parse(await unpacked(id).text());
}
