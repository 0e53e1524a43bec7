// What every benchmark prints: one JSON line per figure.
export function report(bench, subject, unit, samples, more = {}) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toPrecision(4));
  console.log(JSON.stringify({ bench, subject, unit, p50: at(0.5), p95: at(0.95), p99: at(0.99), n: sorted.length, ...more }));
}

// Times a call `times` times after `warm` warm-ups; milliseconds.
export function time(call, { times = 20, warm = 3 } = {}) {
  for (let i = 0; i < warm; i += 1) call();
  return Array.from({ length: times }, () => {
    const start = performance.now();
    call();
    return performance.now() - start;
  });
}
