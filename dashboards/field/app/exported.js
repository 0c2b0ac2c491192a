/**
 * The file of a draft that cannot be sent: encrypted under a password that the inspector types, read in the office by
 * `vigie control import`. The format is described in docs/reference/exported-control.md. Pure.
 *
 *     "VIGIEX1\n" | length of header (4 bytes, big-endian) | header (JSON: kdf, cipher, parts)
 *     then each part: length (4 bytes) | iv (12 bytes) | AES-256-GCM ciphertext and tag
 *     a part's additional data: the header's bytes, then the part's number (4 bytes)
 *
 * Part 0 is JSON: {control, exported_at, fault, attachments: [{sha256, media_type, bytes, part}]}, `control` being the text
 * of the control; the others are the attachments, as they are. A part that is missing, changed or moved is found out.
 */

import { Fault } from "./fault.js";

const MAGIC = "VIGIEX1\n";
const ITERATIONS = 600_000;
const SHORTEST_PASSWORD = 10;
const text = new TextEncoder();

/**
 * Write the file.
 * @param {{control: string, fault: PlainFault|null, attachments: {sha256: string, media_type: string, bytes: Bytes}[]}} content
 * @param {string} password
 * @returns {Promise<Blob>}
 * @throws {Fault} password_short
 */
export async function writeExport({ control, fault, attachments }, password) {
  if (password.length < SHORTEST_PASSWORD) {
    throw new Fault("password_short", `A password has at least ${SHORTEST_PASSWORD} signs`, "Choose a longer one.");
  }
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await passwordKey(password, salt);
  const header = text.encode(JSON.stringify(headerOf(salt, attachments.length + 1)));
  const listed = attachments.map(({ sha256, media_type, bytes }, place) => ({ sha256, media_type, bytes: bytes.length, part: place + 1 }));
  const first = { control, exported_at: new Date().toISOString(), fault, attachments: listed };
  const pieces = [text.encode(MAGIC), number(header.length), header];
  for (const [place, part] of [text.encode(JSON.stringify(first)), ...attachments.map((one) => one.bytes)].entries()) {
    pieces.push(...(await sealedPart(key, header, place, part)));
  }
  return new Blob(pieces, { type: "application/octet-stream" });
}

/** @param {Bytes} salt @param {number} parts */
function headerOf(salt, parts) {
  const kdf = { name: "PBKDF2", hash: "SHA-256", iterations: ITERATIONS, salt: btoa(String.fromCharCode(...salt)) };
  return { format: "vigie-control-export", version: 1, kdf, cipher: "AES-256-GCM", parts };
}

/** @param {CryptoKey} key @param {Bytes} header @param {number} place @param {Bytes} part */
async function sealedPart(key, header, place, part) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new Uint8Array([...header, ...number(place)]);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, part));
  return [number(iv.length + sealed.length), iv, sealed];
}

/** @param {string} password @param {Bytes} salt */
async function passwordKey(password, salt) {
  const typed = await crypto.subtle.importKey("raw", text.encode(password.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const stretching = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS };
  return crypto.subtle.deriveKey(stretching, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

/** @param {number} value */
function number(value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
