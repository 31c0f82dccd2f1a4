import type { Color } from "./palette.ts";

export interface Axis {
  label: string;
  logarithmic?: boolean;
  format(value: number): string;
  /** The values with a grid line and a label. */
  ticks(low: number, high: number): number[];
}

/** A series of measured points; null for values that were not measured yet. */
export interface Measured {
  label: string;
  color: Color;
  values: readonly (number | null)[];
  /** The range of the runs, drawn as a bar through each point. */
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
}

/** A computed line. */
export interface Curve {
  label: string;
  color: Color;
  dash: number[];
  y(x: number): number;
}

export interface Mark {
  x: number;
  color: Color;
  text: string;
}

export interface Drawing {
  x: readonly number[];
  xRange: readonly [number, number];
  yRange: readonly [number, number];
  measured: readonly Measured[];
  curves?: readonly Curve[];
  marks?: readonly Mark[];
  /** A shaded range of the x axis, explained in the legend. */
  aside?: { from: number; to: number; text: string } | null;
}

export interface ChartOptions {
  label: string;
  x: Axis;
  y: Axis;
  /** Describes a point in words. */
  describe(index: number): string;
  /** A point was selected by pointer or keyboard. */
  onSelect?(index: number): void;
}
