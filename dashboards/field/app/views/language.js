/**
 * The choice of the screen's language; kept on the device, apart from the report's and the hearing's.
 * @module
 */
import { chips } from "../dom.js";
import { LANGUAGES, language, speak, t } from "../texts.js";
import { desk } from "../desk.js";

/** Four large chips, each in its own language. */
export function languageChoice() {
  const choices = Object.entries(LANGUAGES).map(([key, label]) => ({ key, label }));
  const set = chips(t("start.language"), choices, language(), async (chosen) => {
    await speak(chosen ?? language(), true);
    desk.go(history.state?.name ?? "start", history.state?.params ?? {}, { replace: true });
  });
  for (const label of set.querySelectorAll("label")) {
    label.lang = choices.find((choice) => choice.label === label.textContent)?.key ?? "";
  }
  return set;
}
