/**
 * Something that others want to hear of: each listener is called when it is told.
 * @module
 */

/** @template {unknown[]} W  what listeners are told */
export class Heard {
  /** @type {Set<(...what: W) => unknown>} */
  #listeners = new Set();

  /** Call `listener` from now on; returns a function that stops it. @param {(...what: W) => unknown} listener */
  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tell everybody. @param {W} what */
  changed(...what) {
    this.#listeners.forEach((listener) => listener(...what));
  }
}
