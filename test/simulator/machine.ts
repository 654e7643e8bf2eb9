/** Transfer times of a cache line by what the two CPUs share: nanoseconds. */
interface TransferNs {
  readonly siblings: number;
  readonly complex: number;
  readonly socket: number;
  readonly across: number;
}

/** A simulated machine; CPUs are numbered complex by complex, in a complex cores first, then their siblings. */
export interface Machine {
  readonly complexesPerSocket: number;
  readonly coresPerComplex: number;
  readonly threadsPerCore: number;
  readonly transferNs: TransferNs;
}

/** Every transfer takes as long as every other, whoever had the line. */
export function flatMachine(transferNs: number): Machine {
  return {
    complexesPerSocket: 1,
    coresPerComplex: 1 << 20,
    threadsPerCore: 1,
    transferNs: { siblings: transferNs, complex: transferNs, socket: transferNs, across: transferNs },
  };
}

/** Time of a transfer from one CPU to another. */
export function transferBetween(machine: Machine, from: number, to: number): number {
  const { complexesPerSocket, coresPerComplex, threadsPerCore, transferNs } = machine;
  const size = coresPerComplex * threadsPerCore;
  const [a, b] = [Math.floor(from / size), Math.floor(to / size)];
  if (Math.floor(a / complexesPerSocket) !== Math.floor(b / complexesPerSocket)) return transferNs.across;
  if (a !== b) return transferNs.socket;
  return from % coresPerComplex === to % coresPerComplex ? transferNs.siblings : transferNs.complex;
}
