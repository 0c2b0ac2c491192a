/** Identifiers, days and digests. Pure: no storage, no page. */

/**
 * Make a UUID of version 7: 48 bits of milliseconds, then chance.
 *
 * A draft's id is the control's id from its first moment, so that sending twice can never make two controls.
 */
export function newId(milliseconds = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 5, rest = milliseconds; place >= 0; place -= 1, rest = Math.floor(rest / 256)) bytes[place] = rest % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** Write bytes as small hexadecimal digits. @param {ArrayBuffer|Bytes} bytes */
export function hex(bytes) {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Give the SHA-256 of bytes as 64 hexadecimal digits: what a receipt of the server must repeat. @param {Bytes} bytes */
export async function sha256(bytes) {
  return hex(await crypto.subtle.digest("SHA-256", bytes));
}

/** Give the day of a moment in Belgium as YYYY-MM-DD: the law counts days there, wherever the phone thinks it is. */
export function dayInBrussels(moment = new Date()) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Brussels" }).format(moment);
}
