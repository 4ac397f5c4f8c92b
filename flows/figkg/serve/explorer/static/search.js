// Suggestions under the search field: the combobox pattern of the WAI-ARIA Authoring Practices.
"use strict";
{
  const field = document.getElementById("search");
  const list = document.getElementById("suggestions");
  const count = document.getElementById("suggestion-count");
  const pause = 120;
  let hits = [];
  let active = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    active = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", list.children[index].id);
  };

  const piece = (text, name) => {
    const element = document.createElement("span");
    element.className = name;
    element.textContent = text;
    return element;
  };

  const show = () => {
    list.replaceChildren(
      ...hits.map((hit, index) => {
        const item = document.createElement("li");
        item.id = `suggestion-${index}`;
        item.setAttribute("role", "option");
        item.append(piece(hit.label, "label"), piece(hit.word, `kind ${hit.kind}`));
        if (hit.organism) item.append(piece(hit.organism, "quiet"));
        if (hit.matched) item.append(piece(hit.matched, "quiet"));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          location.assign(hit.address);
        });
        return item;
      }),
    );
    choose(-1);
    list.hidden = hits.length === 0;
    field.setAttribute("aria-expanded", String(hits.length > 0));
    count.textContent = hits.length === 1 ? "1 suggestion" : `${hits.length} suggestions`;
  };

  const ask = async () => {
    const text = field.value.trim();
    const number = ++asked;
    if (!text) return close();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(text)}`);
      if (!answer.ok || number !== asked) return;
      hits = await answer.json();
      if (number === asked && document.activeElement === field) show();
    } catch {
      close(); // the form still searches
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + hits.length + 1) % (hits.length + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(hits[active].address);
    }
  });
  field.addEventListener("blur", () => {
    asked += 1;
    close();
  });
}
