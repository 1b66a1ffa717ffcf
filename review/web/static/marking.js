// SPDX-License-Identifier: EUPL-1.2
// Marking what nobody proposed: a word cursor, and a box that is drawn with the mouse or with the arrows.
"use strict";

let layers = null; // over the picture of the page
const SVG = "http://www.w3.org/2000/svg";

function rect(className) {
  const made = document.createElementNS(SVG, "rect");
  made.setAttribute("class", className);
  layers.append(made);
  return made;
}

function place(made, x0, y0, x1, y1) {
  made.setAttribute("x", Math.min(x0, x1));
  made.setAttribute("y", Math.min(y0, y1));
  made.setAttribute("width", Math.abs(x1 - x0));
  made.setAttribute("height", Math.abs(y1 - y0));
}

/** The word above or below: on the nearest other line, the one whose middle is closest. */
function onLine(words, from, step) {
  const middle = (one) => (one.box[0] + one.box[2]) / 2;
  const away = (index) => Math.abs(middle(words[index]) - middle(words[from]));
  let best = -1;
  for (let index = from + step; index >= 0 && index < words.length; index += step) {
    if (Math.abs(words[index].box[1] - words[from].box[1]) < 3) continue;
    if (best >= 0 && Math.abs(words[index].box[1] - words[best].box[1]) > 3) break;
    if (best < 0 || away(index) < away(best)) best = index;
  }
  return best < 0 ? from : best;
}

acts.words = () => {
  layers = document.getElementById("lagen");
  if (!layers || !may) return;
  stop();
  start(async () => choosing(await (await fetch(`${work.dataset.basis}/woorden`)).json()));
};

function choosing(words) {
  if (!words.length) { tell(say("no_words", { key: keyOf("box") })); return; }
  const at = proposals[current] && document.querySelector(".plek.nu rect");
  const start = at ? words.findIndex((one) => one.box[3] > Number(at.getAttribute("y")) && one.box[2] > Number(at.getAttribute("x"))) : 0;
  let first = Math.max(0, start), last = first;
  const marks = [];
  const clear = () => { while (marks.length) marks.pop().remove(); };
  const show = () => {
    clear();
    for (let index = first; index <= last; index++) {
      const mark = rect("cursor");
      place(mark, ...words[index].box);
      marks.push(mark);
    }
    marks[marks.length - 1].scrollIntoView({ block: "center" });
    tell(words.slice(first, last + 1).map((one) => one.text).join(" "));
  };
  const moves = { ArrowRight: () => last + 1, ArrowLeft: () => last - 1, ArrowDown: () => onLine(words, last, 1), ArrowUp: () => onLine(words, last, -1) };
  const pick = (event) => {
    const [x, y] = toPage(event);
    const hit = words.findIndex((one) => x >= one.box[0] - 1 && x <= one.box[2] + 1 && y >= one.box[1] - 1 && y <= one.box[3] + 1);
    if (hit < 0) return;
    if (event.shiftKey) last = Math.max(first, hit); else first = last = hit;
    show();
  };
  layers.addEventListener("click", pick);
  modes.now = {
    end: () => { clear(); layers.removeEventListener("click", pick); },
    key: (event) => {
      if (event.key === "Enter") { send("woord", { start: words[first].start, end: words[last].end }); return true; }
      if (!(event.key in moves) || event.altKey) return false;
      const to = Math.max(0, Math.min(moves[event.key](), words.length - 1));
      if (event.shiftKey) last = Math.max(first, to); else first = last = to;
      show();
      return true;
    },
  };
  show();
  tell(say("word_help", { word: words[first].text }));
}

function toPage(event) {
  const at = layers.getBoundingClientRect();
  const view = layers.viewBox.baseVal;
  return [(event.clientX - at.left) / at.width * view.width, (event.clientY - at.top) / at.height * view.height];
}

/** The middle of what is to be seen of the page: who begins to draw stays where they look. */
function inSight() {
  const paper = layers.getBoundingClientRect(), frame = work.querySelector(".vel").getBoundingClientRect();
  const middle = (low, high, from, to) => (Math.max(low, from, 0) + Math.min(high, to)) / 2;
  const x = middle(paper.left, paper.right, frame.left, Math.min(frame.right, innerWidth));
  const y = middle(paper.top, paper.bottom, frame.top, Math.min(frame.bottom, innerHeight));
  return toPage({ clientX: x, clientY: y });
}

acts.box = () => {
  layers = document.getElementById("lagen");
  if (!layers || !may) return;
  stop();
  start(async () => drawing(await (await fetch(`${work.dataset.basis}/woorden`)).json()));
};

const within = (box, one) => {
  const x = (one[0] + one[2]) / 2, y = (one[1] + one[3]) / 2;
  return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
};

/** A box that takes the words that it is drawn over, or, when it is free, what it covers of the picture. */
function drawing(words) {
  const mark = rect("nieuw");
  const marks = [];
  const [x, y] = inSight();
  const box = [x - 40, y - 10, x + 40, y + 10];
  let from = null, free = false, sent = false;
  const clear = () => { while (marks.length) marks.pop().remove(); };
  const show = (x0, y0, x1, y1, loose) => {
    place(mark, x0, y0, x1, y1);
    clear();
    if (loose) return;
    const drawn = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
    for (const one of words) {
      if (!within(drawn, one.box) && !within(one.box, drawn)) continue;
      marks.push(rect("cursor"));
      place(marks[marks.length - 1], ...one.box);
    }
  };
  const ready = (x0, y0, x1, y1, loose) => {
    if (sent || Math.abs(x1 - x0) < 2 || Math.abs(y1 - y0) < 2) return;
    sent = true; // the second click goes down and up: one box
    send("vak", { x0: x0.toFixed(2), y0: y0.toFixed(2), x1: x1.toFixed(2), y1: y1.toFixed(2), vrij: loose ? "ja" : "" });
  };
  const loose = (event) => free !== event.altKey;
  const down = (event) => { event.preventDefault(); if (from) ready(...from, ...toPage(event), loose(event)); else from = toPage(event); };
  const move = (event) => { if (from) show(...from, ...toPage(event), loose(event)); };
  const up = (event) => { if (from) ready(...from, ...toPage(event), loose(event)); };
  layers.addEventListener("pointerdown", down);
  layers.addEventListener("pointermove", move);
  layers.addEventListener("pointerup", up);
  const STEP = 6;
  const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  modes.now = {
    again: () => { free = !free; show(...box, free); tell(say(free ? "box_free" : "box_words", { key: keyOf("box") })); },
    end: () => {
      mark.remove();
      clear();
      layers.removeEventListener("pointerdown", down);
      layers.removeEventListener("pointermove", move);
      layers.removeEventListener("pointerup", up);
    },
    key: (event) => {
      if (event.key === "Enter") { ready(...box, free); return true; }
      if (keysOn() && (keys[event.key] || keys[event.key.toLowerCase()]) === "box" && !event.ctrlKey && !event.metaKey) { modes.now.again(); return true; }
      if (!(event.key in moves) || event.altKey) return false;
      const [dx, dy] = moves[event.key];
      if (!event.shiftKey) { box[0] += dx; box[1] += dy; }
      box[2] = Math.max(box[0] + 4, box[2] + dx);
      box[3] = Math.max(box[1] + 4, box[3] + dy);
      show(...box, free);
      mark.scrollIntoView({ block: "nearest" });
      return true;
    },
  };
  show(...box, free);
  mark.scrollIntoView({ block: "nearest" });
  tell(say("box_help", { key: keyOf("box") }));
}

document.addEventListener("click", (event) => {
  const act = { woordknop: acts.words, vakknop: acts.box }[event.target.closest("button")?.id];
  if (!act) return;
  event.target.blur();
  inTurn(act === acts.box && modes.now?.again ? modes.now.again : act);
});
