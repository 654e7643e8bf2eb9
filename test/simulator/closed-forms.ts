/**
 * Results of queueing theory that the simulator is checked against, written here apart from src/project so that one
 * mistake cannot hide in both.
 */

/**
 * The machine repairman, M/M/1//N: one server, N customers that think for an exponential time. Throughput from the
 * balance of births and deaths: X = (1 - p0) / D, p0 = 1 / sum over n of N! / (N - n)! (D / Z)^n.
 * Source: Allen, "Probability, Statistics, and Queueing Theory", 1990, table 9 of appendix C.
 */
export function repairmanThroughput(customers: number, think: number, service: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= customers; n++) {
    term *= (customers - n + 1) * (service / think);
    sum += term;
  }
  return (1 - 1 / sum) / service;
}

/**
 * Two customers with exponential think time at a server whose service is always as long. At the end of a service the
 * other customer waits unless it still thinks (chance e^(-D/Z)); if it does, two think, and the first is back after
 * Z / 2 on average. One operation a cycle: X = 1 / (D + e^(-D/Z) Z / 2).
 */
export function twoCustomersFixedService(think: number, service: number): number {
  return 1 / (service + (Math.exp(-service / think) * think) / 2);
}

/**
 * Two customers, two exponential servers, one think time: the product form summed by hand.
 * G(1) = Z + D1 + D2; G(2) = Z^2 / 2 + Z (D1 + D2) + D1^2 + D1 D2 + D2^2; X = G(1) / G(2).
 */
export function twoCustomersTwoServers(think: number, first: number, second: number): number {
  const one = think + first + second;
  const two = think ** 2 / 2 + think * (first + second) + first ** 2 + first * second + second ** 2;
  return one / two;
}
