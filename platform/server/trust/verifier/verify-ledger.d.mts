interface Inclusion {
  index: number;
  size: number;
  leaf: string;
  path: readonly string[];
  root: string;
}

interface Consistency {
  fromSize: number;
  toSize: number;
  from: string;
  to: string;
  proof: readonly string[];
}

export function verifyInclusion(inclusion: Inclusion): boolean;
export function verifyConsistency(consistency: Consistency): boolean;
