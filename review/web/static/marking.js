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

acts.box = () => {
  layers = document.getElementById("lagen");
  if (!layers || !may) return;
  stop();
  const mark = rect("nieuw");
  const view = layers.viewBox.baseVal;
  const box = [view.width / 2 - 40, view.height / 2 - 10, view.width / 2 + 40, view.height / 2 + 10];
  let from = null;
  place(mark, ...box);
  const ready = (x0, y0, x1, y1) => {
    if (Math.abs(x1 - x0) < 2 || Math.abs(y1 - y0) < 2) return;
    send("vak", { x0: x0.toFixed(2), y0: y0.toFixed(2), x1: x1.toFixed(2), y1: y1.toFixed(2) });
  };
  const down = (event) => { event.preventDefault(); if (from) ready(...from, ...toPage(event)); else from = toPage(event); };
  const move = (event) => { if (from) place(mark, ...from, ...toPage(event)); };
  const up = (event) => { if (from) ready(...from, ...toPage(event)); };
  layers.addEventListener("pointerdown", down);
  layers.addEventListener("pointermove", move);
  layers.addEventListener("pointerup", up);
  const STEP = 6;
  const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  modes.now = {
    end: () => {
      mark.remove();
      layers.removeEventListener("pointerdown", down);
      layers.removeEventListener("pointermove", move);
      layers.removeEventListener("pointerup", up);
    },
    key: (event) => {
      if (event.key === "Enter") { ready(...box); return true; }
      if (!(event.key in moves) || event.altKey) return false;
      const [dx, dy] = moves[event.key];
      if (!event.shiftKey) { box[0] += dx; box[1] += dy; }
      box[2] = Math.max(box[0] + 4, box[2] + dx);
      box[3] = Math.max(box[1] + 4, box[3] + dy);
      place(mark, ...box);
      mark.scrollIntoView({ block: "nearest" });
      return true;
    },
  };
  mark.scrollIntoView({ block: "center" });
  tell(say("box_help"));
};

document.addEventListener("click", (event) => {
  const act = { woordknop: acts.words, vakknop: acts.box }[event.target.closest("button")?.id];
  if (act) { event.target.blur(); inTurn(act); }
});
