"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const steps = [...document.querySelectorAll(".step")];

  for (const button of document.querySelectorAll("button[data-shows]")) {
    button.addEventListener("click", () => {
      const shown = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(shown));
      for (const step of steps) {
        if (step.dataset.verdict === button.dataset.shows) step.hidden = !shown;
      }
    });
  }

  const themes = ["auto", "light", "dark"];
  const paint = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll("button.theme")) button.textContent = `theme: ${theme}`;
  };
  let theme = "auto";
  try { theme = themes.find((name) => name === localStorage.getItem("auditor-theme")) || "auto"; } catch { /* no storage */ }
  paint(theme);
  for (const button of document.querySelectorAll("button.theme")) {
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      try { localStorage.setItem("auditor-theme", theme); } catch { /* no storage */ }
      paint(theme);
    });
  }

  const wrong = new Set(["conditional", "refuted", "ill-formed"]);
  const go = (direction, wanted) => {
    const candidates = steps.filter((step) => !step.hidden && wanted(step));
    if (!candidates.length) return;
    const here = document.activeElement ? document.activeElement.closest(".step") : null;
    const place = here ? steps.indexOf(here) : direction > 0 ? -1 : steps.length;
    const ahead = candidates.filter((step) => (steps.indexOf(step) - place) * direction > 0);
    const next = direction > 0 ? ahead[0] || candidates[0] : ahead.at(-1) || candidates.at(-1);
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: () => go(1, () => true),
    k: () => go(-1, () => true),
    n: () => go(1, (step) => wrong.has(step.dataset.verdict)),
    p: () => go(-1, (step) => wrong.has(step.dataset.verdict)),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (Object.hasOwn(keys, event.key)) keys[event.key]();
  });
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
})();
