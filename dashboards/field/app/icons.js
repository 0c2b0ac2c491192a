/**
 * Drawings as lines on a 24 × 24 sheet, drawn for this page: no font and no further request.
 * The card of steps and the hiding button look like any list and any clock: who looks over a shoulder learns nothing.
 * @module
 */
/** @type {Record<string, string>} */
const PATHS = {
  speaker: "M4 9v6h4l5 4V5L8 9zM16 9c2 2 2 4 0 6M19 6c4 4 4 8 0 12",
  home: "M4 11 12 4l8 7M6 10v10h12V10M10 20v-6h4v6",
  list: "M9 6h11M9 12h11M9 18h11M4 6h1M4 12h1M4 18h1",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3",
  grid: "M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14M15 5v14",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  add: "M12 5v14M5 12h14",
  remove: "M6 6l12 12M18 6 6 18",
  camera: "M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8 8v8M11 8v8M14 8v8M16 8v8",
  pen: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  lock: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3M12 14v3",
  open: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 7.5-2",
  phone: "M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1",
  check: "M5 13l4 4L19 7",
  warn: "M12 4 2.500 20h19zM12 10v5M12 17.500v.5",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-4 3-7 8-7s8 3 8 7",
  place: "M12 21s-7-6-7-11a7 7 0 0 1 14 0c0 5-7 11-7 11M12 8a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5",
  send: "M4 12 20 5l-5 15-3-6z",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
  queue: "M4 7h16M4 12h16M4 17h10M18 15v5M15.500 17.500 18 20l2.500-2.500",
  erase: "M4 16 13 7l6 6-7 7H8zM9 11l6 6M12 20h8",
};

/** Give the lines of a drawing. @param {string} name */
export function path(name) {
  return PATHS[name];
}
