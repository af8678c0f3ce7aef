"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const plural = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  // Light and dark: the system's choice until somebody takes the other.
  const root = document.documentElement;
  byId("theme").addEventListener("click", () => {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    root.dataset.theme = (root.dataset.theme || system) === "dark" ? "light" : "dark";
  });

  // Tables that can be sorted: a button in each heading.
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const orderOf = (row, column) => row.cells[column].textContent.trim();
  const sort = (table, heading) => {
    const column = heading.cellIndex;
    const descending = heading.getAttribute("aria-sort") === "ascending";
    all("th[aria-sort]", table.tHead).forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const body = table.tBodies[0];
    const keyed = [...body.rows].map((row) => [orderOf(row, column), row]);
    // What is empty stays last, whichever way the table is sorted.
    keyed.sort(([left], [right]) => {
      if (left === "" || right === "") return (left === "") - (right === "");
      return (descending ? -1 : 1) * collator.compare(left, right);
    });
    body.append(...keyed.map(([, row]) => row));
  };
  for (const table of all("table[data-sortable]")) {
    for (const heading of all("th:not([data-fixed])", table.tHead)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading));
      heading.append(button);
    }
  }

  // Search: every word has to be found; separators of MAC addresses do not matter.
  const normal = (text) => text.toLowerCase();
  const bare = (text) => text.replace(/[:.-]/g, "");
  const searcher = (items) => {
    const texts = items.map((item) => normal(item.textContent));
    const bares = texts.map(bare);
    return (query) => {
      const words = normal(query).split(/\s+/).filter(Boolean);
      const isMac = (word) => /^[0-9a-f:.-]{4,}$/.test(word) && /[:-]|^[0-9a-f.]{12,14}$/.test(word);
      const has = (index, word) => texts[index].includes(word) || (isMac(word) && bares[index].includes(bare(word)));
      return items.map((_, index) => words.every((word) => has(index, word)));
    };
  };
  // A link to what a search or a closed part hides ends the search, and opens the part.
  const onTarget = (reveal) => {
    const follow = () => {
      const target = byId(decodeURIComponent(location.hash.slice(1)));
      if (target) reveal(target);
    };
    addEventListener("hashchange", follow);
    // The same link again changes no hash.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && link.getAttribute("href") === location.hash) follow();
    });
  };
  const hostSearch = byId("host-search");
  if (hostSearch) {
    const rows = all("#host-table tbody tr");
    const find = searcher(rows);
    const show = () => {
      const found = find(hostSearch.value);
      rows.forEach((row, index) => { row.hidden = !found[index]; });
      const shown = found.filter(Boolean).length;
      const total = plural(rows.length, "interface");
      byId("host-count").textContent = shown === rows.length ? total : `${shown} of ${total}`;
    };
    hostSearch.addEventListener("input", show);
    onTarget((target) => {
      if (!target.hidden || !rows.includes(target)) return;
      hostSearch.value = "";
      show();
      target.scrollIntoView({ block: "center" });
    });
  }

  // Findings: severities can be left out, and words searched.
  const findingSearch = byId("finding-search");
  if (findingSearch) {
    const rules = all(".rule");
    const findings = all(".finding");
    const find = searcher(findings);
    const headings = rules.map((rule) => normal(rule.querySelector("summary").textContent));
    const buttons = all(".filters button");
    const show = () => {
      const wanted = new Set(buttons.filter((button) => button.ariaPressed === "true").map((button) => button.dataset.severity));
      const query = normal(findingSearch.value.trim());
      const found = find(query);
      const matches = new Map(findings.map((finding, index) => [finding, found[index]]));
      let shown = 0;
      rules.forEach((rule, index) => {
        const isWanted = wanted.has(rule.dataset.severity);
        const isWhole = query !== "" && headings[index].includes(query);
        let inside = 0;
        for (const finding of all(".finding", rule)) {
          finding.hidden = !(isWhole || matches.get(finding));
          inside += finding.hidden ? 0 : 1;
        }
        rule.hidden = !isWanted || inside === 0;
        if (!rule.hidden) shown += inside;
        if (query !== "" && !rule.hidden) rule.open = true;
      });
      const total = plural(findings.length, "finding");
      byId("finding-count").textContent = shown === findings.length ? total : `${shown} of ${total}`;
    };
    findingSearch.addEventListener("input", show);
    onTarget((target) => {
      const rule = target.closest(".rule");
      if (!rule) return;
      if (target.hidden || rule.hidden) {
        findingSearch.value = "";
        buttons.forEach((button) => { button.ariaPressed = "true"; });
        show();
      }
      rule.open = true;
      target.scrollIntoView({ block: target === rule ? "start" : "center" });
    });
    for (const button of buttons) {
      button.addEventListener("click", () => {
        button.ariaPressed = button.ariaPressed === "true" ? "false" : "true";
        show();
      });
    }
  }

  // The matrix: one stop for the keyboard, arrow keys inside, and the exact words beside it.
  const matrix = byId("matrix");
  if (matrix) {
    const rows = [...matrix.tBodies[0].rows].map((row) => all("td", row));
    const columns = all("thead th", matrix);
    const detail = byId("flow");
    const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
    const tell = (cell) => {
      const [pair, ...packets] = cell.title.split("\n");
      const verdict = { all: "Every packet gets through.", some: "Exactly these packets get through:" }[cell.textContent];
      detail.replaceChildren(element("h3", pair), element("p", verdict || "Nothing gets through."));
      if (packets.length > 0) {
        const list = document.createElement("ul");
        list.append(...packets.map((packet) => { const item = document.createElement("li"); item.append(element("code", packet)); return item; }));
        detail.append(list);
      }
      all("th.lit", matrix).forEach((heading) => heading.classList.remove("lit"));
      cell.parentElement.querySelector("th").classList.add("lit");
      columns[cell.cellIndex - 1].classList.add("lit");
    };
    let current = rows[0] && rows[0][0];
    if (current) current.tabIndex = 0;
    rows.flat().forEach((cell) => { if (cell !== current) cell.tabIndex = -1; });
    const go = (cell) => {
      current.tabIndex = -1;
      current = cell;
      current.tabIndex = 0;
      current.focus();
    };
    matrix.addEventListener("keydown", (event) => {
      const row = rows.findIndex((cells) => cells.includes(event.target));
      if (row < 0) return;
      const column = rows[row].indexOf(event.target);
      const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const ends = { Home: [row, 0], End: [row, rows[row].length - 1] };
      const move = moves[event.key];
      const [toRow, toColumn] = move ? [row + move[0], column + move[1]] : ends[event.key] || [-1, -1];
      const cell = rows[toRow] && rows[toRow][toColumn];
      if (cell) {
        event.preventDefault();
        go(cell);
      }
    });
    for (const kind of ["pointerover", "focusin"]) {
      matrix.addEventListener(kind, (event) => {
        const cell = event.target.closest("tbody td");
        if (cell) tell(cell);
      });
    }
  }

  // The map: moved, resized, and brought out by segment.
  const drawing = byId("drawing");
  if (drawing) {
    const canvas = byId("canvas");
    const whole = drawing.viewBox.baseVal;
    const home = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
    let view = { ...home };
    const apply = () => {
      view.x = Math.min(Math.max(view.x, home.x - view.width / 2), home.x + home.width - view.width / 2);
      view.y = Math.min(Math.max(view.y, home.y - view.height / 2), home.y + home.height - view.height / 2);
      drawing.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    };
    const zoom = (factor, at = { x: 0.5, y: 0.5 }) => {
      const width = Math.min(Math.max(view.width * factor, home.width / 16), home.width);
      const height = width * (home.height / home.width);
      view = { x: view.x + (view.width - width) * at.x, y: view.y + (view.height - height) * at.y, width, height };
      if (width === home.width) view = { ...home };
      apply();
    };
    const actions = { in: () => zoom(1 / 1.5), out: () => zoom(1.5), all: () => { view = { ...home }; apply(); } };
    all("[data-zoom]").forEach((button) => button.addEventListener("click", actions[button.dataset.zoom]));
    const keys = { "+": actions.in, "=": actions.in, "-": actions.out, 0: actions.all };
    const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    canvas.addEventListener("keydown", (event) => {
      if (event.target !== canvas || event.ctrlKey || event.metaKey) return;
      const step = steps[event.key];
      if (step) {
        view.x += (step[0] * view.width) / 10;
        view.y += (step[1] * view.height) / 10;
        apply();
      } else if (keys[event.key]) {
        keys[event.key]();
      } else {
        return;
      }
      event.preventDefault();
    });
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = drawing.getBoundingClientRect();
      const at = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
      zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, at);
    }, { passive: false });
    let grip = null;
    let wasDragged = false;
    drawing.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      grip = { x: event.clientX, y: event.clientY, view: { ...view } };
      wasDragged = false;
    });
    addEventListener("pointermove", (event) => {
      if (!grip) return;
      const [right, down] = [event.clientX - grip.x, event.clientY - grip.y];
      if (!wasDragged && Math.hypot(right, down) < 4) return;
      wasDragged = true;
      drawing.classList.add("moving");
      const unit = Math.max(grip.view.width / drawing.clientWidth, grip.view.height / drawing.clientHeight);
      view = { ...grip.view, x: grip.view.x - right * unit, y: grip.view.y - down * unit };
      apply();
    });
    addEventListener("pointerup", () => {
      grip = null;
      drawing.classList.remove("moving");
    });
    // The end of a drag is no click on the link below it.
    drawing.addEventListener("click", (event) => { if (wasDragged) event.preventDefault(); }, true);
    drawing.addEventListener("dragstart", (event) => event.preventDefault());

    const links = all(".link", drawing);
    const ends = new Map();
    for (const link of links) {
      for (const end of [link.dataset.from, link.dataset.to]) {
        ends.set(end, [...(ends.get(end) || []), link]);
      }
    }
    const nodeAt = (event) => event.target.closest(".node") || event.target.querySelector(".node");
    const light = (event, isLit) => {
      const node = nodeAt(event);
      const lit = (node && ends.get(node.dataset.node)) || [];
      lit.forEach((link) => link.classList.toggle("lit", isLit));
    };
    for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
      drawing.addEventListener(on, (event) => light(event, true));
      drawing.addEventListener(off, (event) => light(event, false));
    }

    const chips = all("[data-segment]");
    const cells = all(".cell", drawing);
    for (const chip of chips) {
      chip.addEventListener("click", () => {
        chip.ariaPressed = chip.ariaPressed === "true" ? "false" : "true";
        const chosen = chips.filter((other) => other.ariaPressed === "true").map((other) => `g${other.dataset.segment}`);
        drawing.classList.toggle("chosen", chosen.length > 0);
        cells.forEach((cell) => cell.classList.toggle("brought", chosen.some((name) => cell.classList.contains(name))));
      });
    }
  }

  // Printed, everything is open.
  addEventListener("beforeprint", () => all("details").forEach((details) => { details.open = true; }));
})();
