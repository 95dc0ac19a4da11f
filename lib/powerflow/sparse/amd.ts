/**
 * Approximate minimum degree ordering.
 *
 * P. R. Amestoy, T. A. Davis and I. S. Duff, "An approximate minimum degree ordering algorithm", SIAM J. Matrix
 * Anal. Appl. 17(4), 1996, doi 10.1137/S0895479894278952: quotient graph, approximate external degrees, element
 * absorption (aggressive), mass elimination, and supervariables found by hashing.
 *
 * In the quotient graph an eliminated pivot p becomes an *element* whose list Lp holds the variables that its
 * elimination joins. A variable i keeps a list of elements Eᵢ followed by a list of variables Aᵢ.
 */
import type { Pattern } from './pattern';

const NONE = -1;

/** The pivots in the order of elimination: a permutation of 0 … size − 1. */
export function orderByMinimumDegree(pattern: Pattern): Int32Array {
  const graph = new QuotientGraph(pattern);
  while (graph.eliminated < pattern.size) graph.eliminate(graph.nextPivot());
  return graph.order();
}

class QuotientGraph {
  eliminated = 0;
  private readonly size: number;
  /** All lists: variables' own ones in place, those of new elements appended. */
  private list: Int32Array;
  private end: number;
  private readonly start: Int32Array;
  private readonly length: Int32Array;
  /** Elements at the head of a variable's list. */
  private readonly elements: Int32Array;
  /** Variables merged into one; 0 where absorbed, negative while in the list of the pivot. */
  private readonly weight: Int32Array;
  /** Approximate external degree of a variable, weight of the list of an element. */
  private readonly degree: Int32Array;
  private readonly isElement: Uint8Array;
  /** What an absorbed variable or element went into. */
  private readonly parent: Int32Array;
  private readonly pivots: number[] = [];
  /** Degree lists. */
  private readonly head: Int32Array;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private lowest = 0;
  /** w(e) − mark = weight of Le \ Lp, for elements seen at this pivot. */
  private readonly w: Int32Array;
  private mark = 1;
  private readonly bucket: Int32Array;
  private readonly inBucket: Int32Array;
  private readonly hash: Int32Array;

  constructor(pattern: Pattern) {
    const n = pattern.size;
    this.size = n;
    this.list = new Int32Array(pattern.column.length * 2 + n);
    this.list.set(pattern.column);
    this.end = pattern.column.length;
    this.start = pattern.start.slice(0, n);
    this.length = new Int32Array(n);
    this.elements = new Int32Array(n);
    this.weight = new Int32Array(n).fill(1);
    this.degree = new Int32Array(n);
    this.isElement = new Uint8Array(n);
    this.parent = new Int32Array(n).fill(NONE);
    this.head = new Int32Array(n + 1).fill(NONE);
    this.next = new Int32Array(n).fill(NONE);
    this.previous = new Int32Array(n).fill(NONE);
    this.w = new Int32Array(n);
    this.bucket = new Int32Array(n).fill(NONE);
    this.inBucket = new Int32Array(n).fill(NONE);
    this.hash = new Int32Array(n);
    for (let i = n - 1; i >= 0; i--) {
      this.length[i] = pattern.start[i + 1] - pattern.start[i];
      this.degree[i] = this.length[i];
      this.insert(i);
    }
  }

  nextPivot(): number {
    while (this.head[this.lowest] === NONE) this.lowest++;
    const pivot = this.head[this.lowest];
    this.remove(pivot);
    return pivot;
  }

  eliminate(p: number): void {
    const weightOfPivot = this.weight[p];
    this.eliminated += weightOfPivot;
    this.formElement(p);
    this.scanElements(p);
    const absorbed = this.updateVariables(p);
    this.eliminated += absorbed;
    this.degree[p] -= absorbed;
    this.mergeSupervariables(p);
    this.restoreVariables(p);
    this.pivots.push(p);
  }

  /** Lp = (Ap ∪ ⋃ Le for e in Ep) \ {p}; the elements of Ep are absorbed. */
  private formElement(p: number): void {
    const from = this.start[p];
    const elementEnd = from + this.elements[p];
    const listEnd = from + this.length[p];
    this.weight[p] = -this.weight[p];
    const first = this.end;
    let degree = 0;
    for (let k = from; k < listEnd; k++) {
      const item = this.list[k];
      if (k < elementEnd) {
        if (this.parent[item] !== NONE) continue;
        const stop = this.start[item] + this.length[item];
        for (let q = this.start[item]; q < stop; q++) degree += this.take(this.list[q]);
        this.parent[item] = p;
      } else {
        degree += this.take(item);
      }
    }
    this.isElement[p] = 1;
    this.start[p] = first;
    this.length[p] = this.end - first;
    this.elements[p] = 0;
    this.degree[p] = degree;
  }

  /** Appends variable i to the new element, unless it is there already or gone; returns its weight. */
  private take(i: number): number {
    const weight = this.weight[i];
    if (weight <= 0) return 0;
    this.weight[i] = -weight;
    this.remove(i);
    if (this.end === this.list.length) {
      const grown = new Int32Array(this.list.length * 2 + 16);
      grown.set(this.list);
      this.list = grown;
    }
    this.list[this.end++] = i;
    return weight;
  }

  /** w(e) = |Le \ Lp| for every element e beside Lp (algorithm 2 of the paper). */
  private scanElements(p: number): void {
    this.freshMarks();
    const stop = this.start[p] + this.length[p];
    for (let k = this.start[p]; k < stop; k++) {
      const i = this.list[k];
      const weight = -this.weight[i];
      const elementEnd = this.start[i] + this.elements[i];
      for (let q = this.start[i]; q < elementEnd; q++) {
        const e = this.list[q];
        if (this.parent[e] !== NONE) continue;
        if (this.w[e] < this.mark) this.w[e] = this.degree[e] + this.mark;
        this.w[e] -= weight;
      }
    }
  }

  /**
   * For every i in Lp: drops what is absorbed from its lists, puts p first, and bounds its degree by
   * |Aᵢ \ i| + Σ |Le \ Lp|. A variable that is left with p alone is eliminated with it. Returns their weight.
   */
  private updateVariables(p: number): number {
    let eliminated = 0;
    const stop = this.start[p] + this.length[p];
    for (let k = this.start[p]; k < stop; k++) {
      const i = this.list[k];
      const from = this.start[i];
      const elementEnd = from + this.elements[i];
      const listEnd = from + this.length[i];
      let write = from;
      let degree = 0;
      let hash = p;
      const kept: number[] = [];
      for (let q = from; q < elementEnd; q++) {
        const e = this.list[q];
        if (this.parent[e] !== NONE) continue;
        const outside = this.w[e] - this.mark;
        if (outside === 0) {
          this.parent[e] = p;
          continue;
        }
        degree += outside;
        hash += e;
        kept.push(e);
      }
      const keptElements = kept.length;
      for (let q = elementEnd; q < listEnd; q++) {
        const j = this.list[q];
        if (this.weight[j] <= 0) continue;
        degree += this.weight[j];
        hash += j;
        kept.push(j);
      }
      if (kept.length === 0) {
        eliminated += -this.weight[i];
        this.absorb(i, p);
        continue;
      }
      this.list[write++] = p;
      for (const item of kept) this.list[write++] = item;
      this.elements[i] = keptElements + 1;
      this.length[i] = write - from;
      this.degree[i] = Math.min(this.degree[i], degree);
      this.hash[i] = hash % this.size;
      this.inBucket[i] = this.bucket[this.hash[i]];
      this.bucket[this.hash[i]] = i;
    }
    return eliminated;
  }

  /** Variables of Lp with the same lists are one from now on. */
  private mergeSupervariables(p: number): void {
    this.freshMarks();
    const stop = this.start[p] + this.length[p];
    for (let k = this.start[p]; k < stop; k++) {
      const variable = this.list[k];
      if (this.weight[variable] === 0) continue;
      let i = this.bucket[this.hash[variable]];
      this.bucket[this.hash[variable]] = NONE;
      for (; i !== NONE; i = this.inBucket[i]) {
        let before = i;
        for (let j = this.inBucket[i]; j !== NONE; j = this.inBucket[j]) {
          if (this.sameLists(i, j)) {
            this.weight[i] += this.weight[j];
            this.absorb(j, i);
            this.inBucket[before] = this.inBucket[j];
          } else {
            before = j;
          }
        }
      }
    }
  }

  private sameLists(i: number, j: number): boolean {
    if (this.length[i] !== this.length[j] || this.elements[i] !== this.elements[j]) return false;
    this.mark++;
    const stop = this.start[i] + this.length[i];
    for (let k = this.start[i]; k < stop; k++) this.w[this.list[k]] = this.mark;
    const end = this.start[j] + this.length[j];
    for (let k = this.start[j]; k < end; k++) if (this.w[this.list[k]] !== this.mark) return false;
    return true;
  }

  /** Puts `mark` above everything in `w`. */
  private freshMarks(): void {
    this.mark += this.size + 1;
    if (this.mark > 0x3fffffff) {
      this.w.fill(0);
      this.mark = this.size + 1;
    }
  }

  private absorb(i: number, into: number): void {
    this.parent[i] = into;
    this.weight[i] = 0;
    this.length[i] = 0;
    this.elements[i] = 0;
  }

  /** Takes what was absorbed out of Lp and puts the rest back into the degree lists. */
  private restoreVariables(p: number): void {
    let write = this.start[p];
    const stop = write + this.length[p];
    const weightOfElement = this.degree[p];
    let degree = 0;
    for (let k = write; k < stop; k++) {
      const i = this.list[k];
      const weight = -this.weight[i];
      if (weight <= 0) continue;
      this.weight[i] = weight;
      degree += weight;
      const bound = this.size - this.eliminated - weight;
      this.degree[i] = Math.max(0, Math.min(this.degree[i] + weightOfElement - weight, bound));
      this.insert(i);
      this.list[write++] = i;
    }
    this.weight[p] = -this.weight[p];
    this.length[p] = write - this.start[p];
    this.degree[p] = degree;
    this.end = write;
  }

  private insert(i: number): void {
    const d = this.degree[i];
    const first = this.head[d];
    if (first !== NONE) this.previous[first] = i;
    this.next[i] = first;
    this.previous[i] = NONE;
    this.head[d] = i;
    if (d < this.lowest) this.lowest = d;
  }

  private remove(i: number): void {
    const after = this.next[i];
    const before = this.previous[i];
    if (after !== NONE) this.previous[after] = before;
    if (before !== NONE) this.next[before] = after;
    else this.head[this.degree[i]] = after;
  }

  /** Pivots in order, each followed by the variables that were merged into it or eliminated with it. */
  order(): Int32Array {
    const merged: number[][] = Array.from({ length: this.size }, () => []);
    for (let i = 0; i < this.size; i++) {
      if (this.isElement[i] === 0) merged[this.parent[i]].push(i);
    }
    const order: number[] = [];
    const stack: number[] = [];
    for (const pivot of this.pivots) {
      stack.push(pivot);
      while (stack.length > 0) {
        const i = stack.pop()!;
        order.push(i);
        stack.push(...merged[i]);
      }
    }
    return Int32Array.from(order);
  }
}
