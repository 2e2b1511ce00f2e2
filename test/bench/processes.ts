import { readdirSync, readFileSync } from 'node:fs';

/** Fields of `/proc/<pid>/stat`, counted from the one after the name: see proc(5). */
const [PARENT, USER_TICKS, SYSTEM_TICKS] = [1, 11, 12];

/** Linux has had no other on any machine that Node runs on. */
const MS_PER_TICK = 10;

/** The processor time that these processes have taken so far, all their threads together, in milliseconds. */
export function processorMsOf(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const { fields } = statOf(pid);
    return Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
  });
  return sum(ticks) * MS_PER_TICK;
}

/** What of these processes is in memory, in bytes. What two of them share counts for both. */
export function residentBytesOf(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    const [, resident] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? [];
    return Number(resident);
  });
  return sum(kilobytes) * 1024;
}

/** The processes that a process has started and that still run, those of one program alone. */
export function childrenOf(parent: number, program: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = statOf(pid);
        return stat.program === program && Number(stat.fields[PARENT]) === parent;
      } catch {
        // It has ended meanwhile.
        return false;
      }
    });
}

function statOf(pid: number): { readonly program: string; readonly fields: readonly string[] } {
  const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // A name may have spaces and brackets in it.
  const end = text.lastIndexOf(')');
  return { program: text.slice(text.indexOf('(') + 1, end), fields: text.slice(end + 2).split(' ') };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
