// The losses of the course in JavaScript, for explorables that need more than one of them. Names, arguments and results
// are those of the Python package, one example at a time; the tests compare the two on random input.

import { clamp } from "./kit.js";

export const sigmoid = (x) => x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
export const softmax = (scores) => {
  const top = Math.max(...scores), powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};
const timesLog = (weight, log) => weight === 0 ? 0 : weight * log;
const weigh = (alpha) => alpha === null || alpha === undefined ? [1, 1] : [alpha, 1 - alpha];
export const apart = (a, b) => Math.hypot(...a.map((value, place) => value - b[place]));
const unit = (a, b) => {
  const far = apart(a, b);
  return a.map((value, place) => far === 0 ? 0 : (value - b[place]) / far);
};
const HALF_LN_2_PI = 0.5 * Math.log(2 * Math.PI);

const LOSSES = {
  squared_error: { value: (p, y) => (p - y) ** 2, slope: (p, y) => 2 * (p - y) },
  absolute_error: { kink: true, value: (p, y) => Math.abs(p - y), slope: (p, y) => Math.sign(p - y) },
  huber: {
    value: (p, y, { delta }) => {
      const slope = clamp(p - y, -delta, delta);
      return slope * (p - y - 0.5 * slope);
    },
    slope: (p, y, { delta }) => clamp(p - y, -delta, delta),
  },
  binary_cross_entropy: {
    value: (p, y) => 0 - timesLog(y, Math.log(p)) - timesLog(1 - y, Math.log1p(-p)),
    slope: (p, y) => (y < 1 ? (1 - y) / (1 - p) : 0) - (y > 0 ? y / p : 0),
  },
  binary_cross_entropy_from_logits: {
    value: (x, y) => Math.log1p(Math.exp(-Math.abs(x))) + Math.abs(y - (x > 0 ? 1 : 0)) * Math.abs(x),
    slope: (x, y) => (1 - y) * sigmoid(x) - y * sigmoid(-x),
  },
  categorical_cross_entropy: {
    value: (row, c) => 0 - Math.log(row[c]),
    slope: (row, c) => row.map((p, k) => k === c ? -1 / p : 0),
  },
  categorical_cross_entropy_from_logits: {
    value: (row, c) => {
      const top = Math.max(...row), place = row.indexOf(top);
      return top - row[c] +
        Math.log1p(row.reduce((sum, score, k) => sum + (k === place ? 0 : Math.exp(score - top)), 0));
    },
    slope: (row, c) => {
      const shares = softmax(row), others = shares.reduce((sum, share, k) => sum + (k === c ? 0 : share), 0);
      return shares.map((share, k) => k === c ? 0 - others : share);
    },
  },
  hinge: { value: (s, y) => Math.max(0, 1 - y * s), slope: (s, y) => y * s < 1 ? -y : 0 },
  focal: {
    value: (p, y, { gamma, alpha }) => {
      const [yes, no] = weigh(alpha);
      return 0 - timesLog(y * yes * (1 - p) ** gamma, Math.log(p)) -
        timesLog((1 - y) * no * p ** gamma, Math.log1p(-p));
    },
    slope: (p, y, { gamma, alpha }) => {
      const [yes, no] = weigh(alpha);
      const down = (share, log) =>
        (gamma ? gamma * (1 - share) ** (gamma - 1) * log : 0) - (1 - share) ** gamma / share;
      return (y > 0 ? y * yes * down(p, Math.log(p)) : 0) - (y < 1 ? (1 - y) * no * down(1 - p, Math.log1p(-p)) : 0);
    },
  },
  focal_from_logits: {
    value: (x, y, { gamma, alpha }) => {
      const [yes, no] = weigh(alpha), one = (m) => sigmoid(-m) ** gamma * softplus(-m);
      return y * yes * one(x) + (1 - y) * no * one(-x);
    },
    slope: (x, y, { gamma, alpha }) => {
      const [yes, no] = weigh(alpha);
      const one = (m) => 0 - sigmoid(-m) ** gamma * (gamma * sigmoid(m) * softplus(-m) + sigmoid(-m));
      return y * yes * one(x) - (1 - y) * no * one(-x);
    },
  },
  gaussian_nll: {
    value: (p, y, { spread }) => 0.5 * ((p - y) / spread) ** 2 + Math.log(spread) + HALF_LN_2_PI,
    slope: (p, y, { spread }) => (p - y) / spread / spread,
  },
  laplace_nll: {
    kink: true,
    value: (p, y, { width }) => Math.abs(p - y) / width + Math.log(2 * width),
    slope: (p, y, { width }) => Math.sign(p - y) / width,
  },
  gaussian_nll_from_rows: {
    value: ([m, t], y) => 0.5 * ((m - y) * Math.exp(-t)) ** 2 + t + HALF_LN_2_PI,
    slope: ([m, t], y) => [(m - y) * Math.exp(-2 * t), 1 - ((m - y) * Math.exp(-t)) ** 2],
  },
  triplet: {
    value: (a, p, n, { margin }) => Math.max(0, apart(a, p) - apart(a, n) + margin),
    slope: (a, p, n, { margin }) => {
      const pays = apart(a, p) - apart(a, n) + margin > 0 ? 1 : 0, towards = unit(a, p), away = unit(a, n);
      return [
        a.map((_, k) => pays * (towards[k] - away[k])),
        towards.map((part) => 0 - pays * part),
        away.map((part) => pays * part),
      ];
    },
  },
  preference: {
    value: (winner, loser) => softplus(loser - winner),
    slope: (winner, loser) => [-sigmoid(loser - winner), sigmoid(loser - winner)],
  },
};
export const lossValue = (name, settings, ...inputs) => LOSSES[name].value(...inputs, settings);
export const lossSlope = (name, settings, ...inputs) => LOSSES[name].slope(...inputs, settings);

export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const mean = (values) => sum(values) / values.length;

// The constant where the slopes of all examples cancel; the middle of the stretch where several cost the same.
export function bestConstant(name, settings, answers, [low, high]) {
  const pull = (at) => sum(answers.map((answer) => lossSlope(name, settings, at, answer)));
  const from = (beyond) => {
    let [left, right] = [low, high];
    for (let i = 0; i < 80; i += 1) {
      const middle = (left + right) / 2;
      if (beyond(middle)) right = middle;
      else left = middle;
    }
    return right;
  };
  return (from((at) => pull(at) >= 0) + from((at) => pull(at) > 0)) / 2;
}

// Slope and height at 0 of the best line: through two points where the loss is two straight arms, by weights otherwise.
export function bestLine(name, settings, points) {
  if (LOSSES[name].kink) {
    let best = [Infinity, 0, 0];
    for (const [i, [x1, y1]] of points.entries()) {
      for (const [x2, y2] of points.slice(i + 1)) {
        if (x1 === x2) continue;
        const slope = (y2 - y1) / (x2 - x1), height = y1 - slope * x1;
        const cost = Number(mean(points.map(([x, y]) => Math.abs(slope * x + height - y))).toFixed(9));
        if (cost < best[0] || (cost === best[0] && slope > best[1])) best = [cost, slope, height];
      }
    }
    return best.slice(1);
  }
  let weights = points.map(() => 1), line = [NaN, NaN];
  for (let round = 0; round < 20000; round += 1) {
    const total = sum(weights), middle = (axis) => sum(points.map((point, i) => weights[i] * point[axis])) / total;
    const [mx, my] = [middle(0), middle(1)];
    const slope = sum(points.map(([x, y], i) => weights[i] * (x - mx) * (y - my))) /
      sum(points.map(([x], i) => weights[i] * (x - mx) ** 2));
    const before = line;
    line = [slope, my - slope * mx];
    if (Math.abs(line[0] - before[0]) + Math.abs(line[1] - before[1]) < 1e-12 * (1 + Math.abs(line[1]))) break;
    weights = points.map(([x, y]) => {
      const error = line[0] * x + line[1] - y;
      return error === 0 ? 1 : lossSlope(name, settings, error, 0) / error;
    });
  }
  return line;
}
