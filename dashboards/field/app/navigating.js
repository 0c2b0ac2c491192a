/**
 * Handing an address to the device: off until somebody allows it on this device, and then for every visit alike, so that
 * nothing about a visit can be told from it. The setting is kept as encrypted as the package.
 * @module
 */
import { unlockedVault } from "./desk.js";

/** Whether addresses may be handed over. */
export async function mayNavigate() {
  return (await unlockedVault().get("package", "navigate")) === "yes";
}

/** Allow it for all visits, or for none. @param {boolean} isAllowed */
export function allowNavigating(isAllowed) {
  return unlockedVault().put("package", "navigate", isAllowed ? "yes" : "no");
}

/** The address of a visit as an application of the device takes it. @param {Pick<Mission, "lat"|"lon"|"address">} one */
export function geoOf({ lat, lon, address }) {
  const point = `${lat.toFixed(5)},${lon.toFixed(5)}`;
  return `geo:${point}?q=${encodeURIComponent(address || point)}`;
}
