/**
 * Pictograms beside the words for a person who may not read: lines on a 24 × 24 sheet, one for each thing that is asked or
 * told. They are pointed at, so each shows the thing itself (a bed, a passport, a coin), never a judgement of it.
 * @module
 */
/** @type {Record<string, string>} */
const PATHS = {
  bed: "M3 6v13M3 15h18v4M21 15v-2a3 3 0 0 0-3-3H9v5M6 9.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3",
  boss: "M12 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6M6 20v-3a6 6 0 0 1 12 0v3M12 11v4l1.500 2M9 20h6",
  bus: "M4 5h16v11H4zM4 11h16M7 16v3M17 16v3M8 5v6M12 5v6M16 5v6",
  card: "M3 6h18v12H3zM3 10h18M6 14.500h4",
  child: "M12 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6M12 10v6M8 13h8M12 16l-3 5M12 16l3 5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 3",
  coins: "M9 5c3 0 5 1 5 2.500S12 10 9 10 4 9 4 7.500 6 5 9 5M4 7.500v5C4 14 6 15 9 15s5-1 5-2.500v-5M14 11c4 0 6 1 6 2.500S18 16 15 16M20 13.500v4c0 1.500-2 2.500-5 2.500s-5-1-5-2.500V15",
  danger: "M12 4 2.500 20h19zM12 10v5M12 17.500v.5",
  door: "M6 21V4h9v17M3 21h18M12 12v1M15 8h3v13",
  hand: "M8 12V6a1.500 1.500 0 0 1 3 0v5V4.500a1.500 1.500 0 0 1 3 0V11V6a1.500 1.500 0 0 1 3 0v8c0 4-2 7-6 7-3 0-5-2-6-5l-1.500-4c-.5-1.500 1.500-2.500 2.500-1z",
  map: "M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14",
  minus: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12h8",
  paper: "M6 3h9l4 4v14H6zM15 3v4h4M9 11h7M9 15h7",
  passport: "M6 3h12v18H6zM12 7a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7M8.500 10.500h7M9 17.500h6",
  phone: "M5 4h4l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1",
  plane: "M3 13l8-2V5a1.500 1.500 0 0 1 3 0v6l7 2v2l-7-1v4l2 2v1l-4-1-4 1v-1l2-2v-4l-7 1z",
  quiet: "M4 5h16v10H11l-4 4v-4H4zM9 8l6 4M15 8l-6 4",
  speech: "M4 5h16v10H11l-4 4v-4H4zM8 9h8M8 12h5",
  stairs: "M3 20h5v-4h5v-4h5V8h3",
  yes: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-4 3-7 8-7M14 18l2.500 2.500L21 16",
};

/** By question id, and by the brochure's keys. @type {Record<string, string>} */
const SHOWN = {
  q04_contract: "paper",
  q08_papers_held: "passport",
  q10_hours: "clock",
  q11_how_paid: "card",
  q11_pay: "coins",
  q12_deductions: "minus",
  q15_sleeps: "bed",
  q16_dependence: "bus",
  q17_freedom: "door",
  q18_address_known: "map",
  q19_told_to_hide: "quiet",
  q20_journey: "plane",
  q21_promises: "speech",
  q23_threats: "danger",
  centres: "phone",
  consent: "yes",
  danger: "danger",
  help: "hand",
  minor: "child",
  papers: "passport",
  pay: "coins",
  steps: "stairs",
  who_we_are: "boss",
};

/** Give the lines of the pictogram for a question or a line of the brochure; undefined where there is none. @param {string} key */
export function pictogram(key) {
  return PATHS[SHOWN[key]];
}
