/** CPU models that QEMU makes up for its guests, emulated or not: qemu target/i386/cpu.c, `model_id`. */
const QEMU_CPU =
  /QEMU|KVM|Class (Core|Opteron)|class CPU$|Nehalem-C|^Intel (Core|Xeon) Processor \(|^Intel Xeon E3\S*( v2)? \(|^AMD EPYC(-\w+)? Processor$/;

/** True for a CPU model that QEMU invents; `null`, an unknown one, is none. */
export function isQemuModel(cpuModel: string | null): boolean {
  return QEMU_CPU.test(cpuModel ?? '');
}
