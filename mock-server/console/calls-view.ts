import { createArmedFaults } from './armed-faults.ts';
import { callKeys } from './call-keys.ts';
import { createClearing } from './cleared-rows.ts';
import { createDetailPane } from './detail-pane.ts';
import { el } from './dom.ts';
import type { FilterBar } from './filter-bar.ts';
import { createFilterBar } from './filter-bar.ts';
import { createList } from './list.ts';
import type { ListItem } from './list-items.ts';
import { moreMenu } from './more-menu.ts';
import { createPausing } from './pausing.ts';
import type { Row, Rows } from './rows.ts';
import { createSaving } from './saved-calls.ts';
import type { ViewMaker } from './view.ts';

/** What happened, as a list, and everything about one row of it. */
export const createCallsView: ViewMaker = (context) => {
  const { rows, overview, tell, redraw } = context;
  const faults = createArmedFaults();
  const list = createList();
  let chosen: string | undefined;

  const clearing = createClearing(rows, () => {
    if (rows.all().length === 0) location.hash = '#/calls';
    redraw();
  });
  const pausing = createPausing(rows, () => {
    draw();
  });
  const filtered = (): readonly Row[] | undefined =>
    bar.conditions().length === 0 ? undefined : rows.matching(bar.filter());
  const saving = createSaving({ rows, version: () => overview()?.version ?? '', tell, filtered, onLoaded: redraw });
  const bar = createFilterBar(draw, faults.element, ...moreMenu([pausing.button, clearing.button, ...saving.buttons]));
  const pane = createDetailPane(context, {
    bar,
    go: (step) => {
      go(step);
    },
  });
  const main = el('div', { class: 'calls' }, list.element, pane.element);

  function draw(): void {
    bar.refresh(rows);
    saving.refresh();
    const shown = pausing.shown(() => rows.matching(bar.filter()));
    const row = chosen === undefined ? undefined : rows.find(chosen);
    list.show({
      rows: shown,
      chosen: lineOf(row, rows) ?? chosen,
      same: tokensOf(row),
      usualAccount: usualAccount(rows),
    });
    main.classList.toggle('opened', chosen !== undefined);
    main.classList.toggle('blank', rows.all().length === 0 && chosen === undefined);
    pane.draw(chosen, shown.length);
  }

  /** To the next line of the list that fits, from the chosen one on. */
  function go(step: 1 | -1, fits: (item: ListItem) => boolean = () => true): void {
    const items = list.items();
    const line = chosen === undefined ? undefined : (lineOf(rows.find(chosen), rows) ?? chosen);
    const from = items.findIndex(({ id }) => id === line);
    for (let at = from === -1 && step === -1 ? -1 : from + step; at >= 0 && at < items.length; at += step) {
      const item = items[at];
      if (item === undefined || !fits(item)) continue;
      location.hash = `#/calls/${item.id}`;
      list.scrollTo(item.id);
      return;
    }
  }

  function show(rest: string): void {
    chosen = /^[scw]?\d+(?:-\d+)?$/.test(rest) ? rest : undefined;
    const row = chosen === undefined ? undefined : rows.find(chosen);
    const socket = row?.entry?.frame === undefined ? undefined : socketOf(row, rows);
    draw();
    faults.read();
    if (socket !== undefined && row?.frames.length === 0) list.open(socket.id);
    if (chosen !== undefined) list.scrollTo(lineOf(row, rows) ?? chosen);
  }

  return {
    element: el(
      'div',
      { class: 'view' },
      el('div', {}, bar.element, clearing.notice, pausing.notice),
      main,
      saving.chooser,
    ),
    show,
    refresh: () => {
      draw();
      faults.read();
    },
    commands: saving.commands,
    keys: callKeys({
      go,
      bar,
      detail: pane.element,
      togglePause: pausing.toggle,
      clearRows: clearing.clear,
      leave: () => {
        leave(bar, chosen);
      },
    }),
  };
};

/** Back to the list; from the list, to all of it. */
function leave(bar: FilterBar, chosen: string | undefined): void {
  if (chosen === undefined) bar.clear();
  else location.hash = '#/calls';
}

function socketOf(frame: Row, rows: Rows): Row | undefined {
  const socket = frame.entry?.frame?.socket;
  return rows.all().find(({ frames }) => frames.some((each) => each.frame?.socket === socket));
}

/** Where a call stands that is no line of its own: the handshake of a socket stands in the line of the socket. */
function lineOf(row: Row | undefined, rows: Rows): string | undefined {
  const socket = row?.frameCount === undefined ? row?.entry?.socket : undefined;
  if (socket === undefined) return undefined;
  return rows.all().find(({ frames }) => frames[0]?.frame?.socket === socket)?.id;
}

function tokensOf(row: Row | undefined): ReadonlySet<string> {
  const tokens = [...(row?.entry?.tokens ?? []), ...(row?.handshake?.tokens ?? [])];
  return new Set(tokens.flatMap(({ id }) => (id === undefined ? [] : [id])));
}

/** The account of the oldest call: another one is named in its row. */
function usualAccount(rows: Rows): string | undefined {
  return rows.all().find(({ entry }) => entry?.accountId !== undefined)?.entry?.accountId;
}
