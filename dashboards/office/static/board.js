// The board renews itself: within a second of any act, and once in a while because clocks run.
// It asks only while somebody can see it; what it asks by itself does not keep a session alive.

const EVERY = 1_000; // milliseconds
const CLOCKS = 15; // asks, after which the clocks are drawn anew

const board = document.querySelector("[data-news]");
let mark = board?.getAttribute("data-mark") ?? "";
let asked = 0;

async function ask() {
  if (board === null || document.hidden) return;
  const answer = await fetch(board.getAttribute("data-news") ?? "", { headers: { accept: "text/plain" } });
  if (answer.status === 401) location.reload(); // the session is over: the sign-in leads back here
  if (!answer.ok) return;
  const found = await answer.text();
  asked += 1;
  if (found === mark && asked < CLOCKS) return;
  mark = found;
  asked = 0;
  board.dispatchEvent(new Event("news"));
}

/** @returns {Promise<void>} */
async function turn() {
  try {
    await ask();
  } catch {
    // The line is away: the next turn asks again.
  }
  setTimeout(turn, EVERY);
}

setTimeout(turn, EVERY);
document.addEventListener("visibilitychange", () => void ask().catch(() => undefined));
