// SPDX-License-Identifier: EUPL-1.2
// Keeps the page of a search up to date. Without it the page has a link that does the same.
"use strict";

const wait = setInterval(async () => {
  const before = document.getElementById("zoekronde");
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("zoekronde");
  if (!now) { location.reload(); return; }
  if (before.contains(document.activeElement) && now.dataset.bezig === "ja") {
    // Whoever stands somewhere in the list stays there; only the count goes on.
    for (const part of ["#zoekstand", "progress"]) before.querySelector(part)?.replaceWith(now.querySelector(part));
    return;
  }
  before.replaceWith(now);
  document.title = page.title;
  if (now.dataset.bezig === "nee") clearInterval(wait);
}, 2000);
