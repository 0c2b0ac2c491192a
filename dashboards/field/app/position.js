/**
 * Where the device is, as the control records it. A device that does not know is an ordinary case.
 * @module
 */
import { now } from "./moments.js";

/** Give the position, or null after ten seconds, a refusal, or where there is none. */
export function position() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    const how = { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 };
    return navigator.geolocation.getCurrentPosition(({ coords }) => resolve(of(coords)), () => resolve(null), how);
  });
}

/** @param {GeolocationCoordinates} parts */
function of({ longitude, latitude, accuracy }) {
  return { lon: longitude, lat: latitude, accuracy_m: Math.round(accuracy), at: now() };
}
