/**
 * Where a control is, as a paper for others names it: name and address, as far as this device knows them.
 * @module
 */
import { desk, draftInHand } from "../desk.js";
import { control } from "../filling.js";

/**
 * Name, address and municipality; of a door that no register knows, what was written down of it.
 * @param {string} lang of the paper; in any other than the four the place is called as its report calls it
 */
export function whereWords(lang) {
  const { mission, name } = draftInHand().meta;
  const town = desk.package?.places.find((one) => one.key === control().place);
  const known = mission ? [mission.name, mission.address] : [name, control().door];
  return [...known, town?.label[lang] ?? town?.label[control().report_language ?? ""]].filter((one) => typeof one === "string" && one !== "").map(String);
}
