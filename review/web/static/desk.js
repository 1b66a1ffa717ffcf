// SPDX-License-Identifier: EUPL-1.2
// Keys and the current proposal. Everything ends in a form of the page: the server keeps what is true.
"use strict";

const modes = { now: null }; // what marking.js is busy with: { key, end }
const acts = {}; // what marking.js offers: words, box
const zooms = ["0.75", "1", "1.25", "1.5", "2"];
let proposals = [];
let may = false;
let current = -1;

document.documentElement.classList.add("js");

function keysOn() { return told.dataset.aan === "ja"; }

function isOpen(one) { return one.classList.contains("open"); }

/** Where the person was, so that the next page can go on from there. */
function remembered() {
  const one = proposals[current];
  return {
    page: work.dataset.blad,
    vondst: one?.dataset.vondst,
    details: one?.querySelector("details")?.open,
    closed: new Set(proposals.filter((each) => !isOpen(each)).map((each) => each.dataset.vondst)),
    scrolled: [...work.querySelectorAll(".bladen, .vel, .voorstellen")].map((part) => [part.classList[0], part.scrollTop]),
  };
}

/** Takes up a page that was just shown. */
function bind(before, decided) {
  modes.now = null;
  proposals = [...work.querySelectorAll(".voorstel[data-vondst]")];
  may = work.dataset.mag === "ja";
  for (const id of ["wijzen", "zoom"]) document.getElementById(id)?.removeAttribute("hidden");
  zoom(0);
  const same = before?.page === work.dataset.blad;
  if (same) for (const [name, top] of before.scrolled) work.querySelector(`.${name}`).scrollTop = top;
  const was = same ? proposals.findIndex((one) => one.dataset.vondst === before.vondst) : -1;
  const again = same ? proposals.findIndex((one) => isOpen(one) && before.closed.has(one.dataset.vondst)) : -1;
  if (was >= 0 && before.details && !decided) proposals[was].querySelector("details").open = true;
  const after = proposals.findIndex((one, place) => place > was && isOpen(one));
  const open = after >= 0 ? after : proposals.findIndex(isOpen);
  choose(again >= 0 ? again : was >= 0 && !decided ? was : open);
  const left = proposals.filter(isOpen).length;
  if (!same) ahead();
  if (!may || !before) return;
  tell(left ? say("left", { n: left }) : say("all_done", { key: keyOf("read") }));
}

/** Makes a proposal the current one; none when there is no such. */
function choose(index) {
  current = index >= 0 && index < proposals.length ? index : -1;
  const one = proposals[current];
  proposals.forEach((each) => each.classList.toggle("nu", each === one));
  work.querySelectorAll(".plek").forEach((box) => box.classList.toggle("nu", !!one && box.dataset.vondst === one.dataset.vondst));
  if (!one) { document.getElementById("voorstellen").focus({ preventScroll: true }); return; }
  one.querySelector(".tekst").focus({ preventScroll: true });
  one.scrollIntoView({ block: "nearest" });
  work.querySelector(".plek.nu")?.scrollIntoView({ block: "center", inline: "nearest" });
}

function nextOpen(step) {
  const last = proposals.length - 1;
  const from = current < 0 ? (step > 0 ? -1 : last + 1) : current;
  for (let place = from + step; place >= 0 && place <= last; place += step) {
    if (isOpen(proposals[place])) { choose(place); return; }
  }
  if (last >= 0) choose(Math.max(0, Math.min(from + step, last)));
}

function inCurrent(selector) { return proposals[current]?.querySelector(selector); }

function press(selector) { inCurrent(selector)?.click(); }

function send(id, values) {
  const form = document.getElementById(id);
  if (!form) return;
  for (const [name, value] of Object.entries(values || {})) form.elements[name].value = value;
  form.requestSubmit();
}

/** Goes to a field to type in; keys that wait were not meant for it and are dropped. */
function type(field) {
  line.length = 0;
  field?.focus();
}

function more(selector) {
  const details = inCurrent("details");
  if (!details) return;
  details.open = true;
  type(details.querySelector(selector));
}

function ground() {
  const select = inCurrent(".grond select");
  if (!select) return;
  select.focus();
  tell(say("ground"));
  modes.now = {
    end: () => {},
    key: (event) => {
      if (event.key === "Enter") { event.preventDefault(); modes.now = null; press("button[value=lakken]"); return true; }
      if (!/^[1-9]$/.test(event.key)) return false;
      const option = select.querySelectorAll("optgroup:first-child option")[Number(event.key) - 1];
      if (!option) return false;
      select.value = option.value;
      modes.now = null;
      press("button[value=lakken]");
      return true;
    },
  };
  select.addEventListener("blur", () => { if (modes.now) modes.now = null; }, { once: true });
}

function search(reach) {
  const field = document.getElementById("zoek");
  if (!field) return;
  type(field);
  field.form.onkeydown = (event) => {
    const button = field.form.querySelector(`button[value=${reach}]`);
    if (event.key === "Enter" && button) { event.preventDefault(); button.click(); }
  };
}

function go(page) {
  if (page >= 1 && page <= Number(work.dataset.bladen)) turnTo(`${work.dataset.document}/blad/${page}`);
}

function otherView() {
  const views = ["origineel", "voorstel", "openbaar"];
  const url = new URL(location.href);
  const now = views.indexOf(url.searchParams.get("beeld") || "voorstel");
  url.searchParams.set("beeld", views[(now + 1) % views.length]);
  turnTo(url);
}

function stop(text) {
  modes.now?.end();
  modes.now = null;
  tell(text || "");
}

function adjust(event) {
  const names = event.shiftKey
    ? { ArrowLeft: "begin-eerder", ArrowRight: "begin-later", ArrowUp: "hoger", ArrowDown: "lager" }
    : { ArrowLeft: "einde-eerder", ArrowRight: "einde-later", ArrowUp: "omhoog", ArrowDown: "omlaag" };
  const button = event.key in names && inCurrent(`button[value=${names[event.key]}]`);
  if (button) { event.preventDefault(); button.click(); }
}

const ACTS = {
  next: () => nextOpen(1), previous: () => nextOpen(-1),
  redact: () => press("button[value=lakken]"), keep: () => press("button[value=blijft]"), ground,
  document: () => press(".overal button[value=document]"), dossier: () => press(".overal button[value=dossier]"),
  adjust: () => more(".bijstellen button"), note: () => more(".gesprek textarea"), ask: () => more(".gesprek textarea"),
  sure: () => send("alles-zeker"), word: () => acts.words?.(), box: () => acts.box?.(), read: () => send("gelezen"),
  view: otherView, search: () => search("document"), help: () => document.getElementById("naar-toetsen").click(),
  back: () => go(Number(work.dataset.blad) - 1), forward: () => go(Number(work.dataset.blad) + 1),
};
const FIXED = { ArrowDown: ACTS.next, ArrowUp: ACTS.previous, Enter: ACTS.redact, Escape: () => stop(say("stopped")) };

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.repeat && !event.key.startsWith("Arrow")) return;
  if (!doing || event.target.matches("input:not([type=checkbox]), textarea, select")) { pressed(event); return; }
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  event.preventDefault();
  if (["Shift", "Control", "Alt", "Meta"].includes(key)) return;
  inTurn(() => pressed({ key, shiftKey, ctrlKey, metaKey, altKey, target: document.body, preventDefault: () => {} }));
});

function pressed(event) {
  const typing = event.target.matches("input:not([type=checkbox]), textarea");
  const choosing = event.target.matches("select");
  if (event.key === "Escape" && (typing || choosing)) { event.target.blur(); stop(); return; }
  if (modes.now?.key(event)) { event.preventDefault(); return; }
  if (typing || choosing) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() === "z") { event.preventDefault(); send(event.shiftKey ? "opnieuw" : "ongedaan"); }
    if (event.key === "Enter") document.getElementById("naar-afronden").click();
    return;
  }
  if (!keysOn()) return;
  if (event.altKey) { if (event.key === "/") { event.preventDefault(); search("dossier"); } else adjust(event); return; }
  const pressing = event.target.matches("button, summary, a:not(.tekst)");
  if (pressing && (event.key === "Enter" || event.key === " ")) return;
  const act = FIXED[event.key] || ACTS[keys[event.key] || keys[event.key.toLowerCase()]];
  if (act) { event.preventDefault(); act(); }
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.closest(".werk")) return;
  if (form.id === "ganaar") {
    event.preventDefault();
    const page = Number(document.getElementById("ganaar-blad").value);
    inTurn(() => go(page));
  } else if (form.method === "post" && !("heel" in form.dataset)) {
    event.preventDefault();
    inTurn(() => submit(form, submitter));
  }
});

document.addEventListener("click", (event) => {
  const one = event.target.closest(".voorstel[data-vondst]");
  if (event.target.closest(".voorstel .tekst")) event.preventDefault();
  if (one && !event.target.closest("button, select, textarea, summary")) choose(proposals.indexOf(one));
  const box = event.target.closest(".plek[data-vondst]");
  if (box && !modes.now) choose(proposals.findIndex((each) => each.dataset.vondst === box.dataset.vondst));
  const larger = event.target.closest("button[data-zoom]");
  if (larger) zoom(Number(larger.dataset.zoom));
});

document.addEventListener("focusin", (event) => {
  const place = proposals.indexOf(event.target.closest(".voorstel[data-vondst]"));
  if (place < 0 || place === current) return;
  proposals[current]?.classList.remove("nu");
  current = place;
  proposals[place].classList.add("nu");
});

function zoom(step) {
  const place = Math.max(0, Math.min(zooms.indexOf(localStorage.getItem("zoom") || "1") + step, zooms.length - 1));
  localStorage.setItem("zoom", zooms[place]);
  document.getElementById("papier").dataset.zoom = zooms[place];
}

/** Fetches the picture of the next page before it is asked for. */
function ahead() {
  const next = Number(work.dataset.blad) + 1;
  const image = work.querySelector("#papier img");
  if (next <= Number(work.dataset.bladen) && image.src.includes("/beeld.png")) {
    new Image().src = image.src.replace(`/blad/${next - 1}/`, `/blad/${next}/`);
  }
}

bind(null, false);
const wanted = proposals.findIndex((one) => `#${one.id}` === decodeURIComponent(location.hash));
if (wanted >= 0) choose(wanted);

setInterval(async () => {
  const form = document.getElementById("in-handen");
  if (!form) return;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) tell(say("not_yours"));
  } catch { tell(say("no_connection")); }
}, 60000);
