/* The one clock of a page: a day, how it is read, and whether it runs. Every map of the page follows it. */
const CLOCKS = new WeakMap();
const LONGEST_PLAY = 30_000, FASTEST = 90, SLOWEST = 450;

function sharedClock(scene) {
  if (!CLOCKS.has(scene)) CLOCKS.set(scene, makeClock(scene));
  return CLOCKS.get(scene);
}

function makeClock(scene) {
  const first = scene.first, last = scene.stop - 1, followers = new Set();
  const state = { day: last, mode: "whole", playing: false };
  let timer = 0;
  const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const tell = () => followers.forEach((follow) => follow(state));
  const pause = () => {
    window.clearTimeout(timer);
    state.playing = false;
  };
  const run = () => {
    const pace = Math.max(FASTEST, Math.min(SLOWEST, LONGEST_PLAY / Math.max(1, last - first)));
    timer = window.setTimeout(() => {
      if (state.day >= last) pause();
      else state.day += 1;
      tell();
      if (state.playing) run();
    }, still() ? 1000 : pace);
  };
  return {
    first,
    last,
    state,
    runs: last > first,
    subscribe(follow) {
      followers.add(follow);
      return () => followers.delete(follow);
    },
    /* A step leaves "whole period": the events then follow the day as well. */
    go(day) {
      pause();
      state.day = Math.max(first, Math.min(last, day));
      if (state.mode === "whole") state.mode = "until";
      tell();
    },
    setMode(mode) {
      if (mode === "whole") pause();
      state.mode = mode;
      tell();
    },
    toggle() {
      if (state.playing) pause();
      else {
        if (state.day >= last) state.day = first;
        if (state.mode === "whole") state.mode = "until";
        state.playing = true;
        run();
      }
      tell();
    },
    pause() {
      pause();
      tell();
    },
  };
}

/* 0: not on this day; 1: perhaps; 2: surely. An event happened on one of its days, nobody knows on which. */
function standsOn(start, stop, { day, mode }) {
  if (mode === "whole") return 2;
  if (start > day || (mode === "day" && stop <= day)) return 0;
  if (mode === "day") return stop - start === 1 ? 2 : 1;
  return stop - 1 <= day ? 2 : 1;
}
