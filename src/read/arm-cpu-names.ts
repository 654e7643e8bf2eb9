/** `CPU implementer` of arm64's /proc/cpuinfo; arch/arm64/include/asm/cputype.h. */
export const ARM_IMPLEMENTERS: Readonly<Record<string, string>> = {
  '0x41': 'ARM',
  '0x42': 'Broadcom',
  '0x43': 'Cavium',
  '0x46': 'Fujitsu',
  '0x48': 'HiSilicon',
  '0x4e': 'NVIDIA',
  '0x50': 'APM',
  '0x51': 'Qualcomm',
  '0x61': 'Apple',
  '0xc0': 'Ampere',
};

/** `CPU implementer` and `CPU part` of server cores, named as lscpu does (util-linux sys-utils/lscpu-arm.c). */
export const ARM_PARTS: Readonly<Record<string, string>> = {
  '0x41 0xd03': 'Cortex-A53',
  '0x41 0xd08': 'Cortex-A72',
  '0x41 0xd0c': 'Neoverse-N1',
  '0x41 0xd40': 'Neoverse-V1',
  '0x41 0xd49': 'Neoverse-N2',
  '0x41 0xd4f': 'Neoverse-V2',
  '0x43 0x0af': 'ThunderX2-99xx',
  '0x48 0xd01': 'Kunpeng-920',
  '0xc0 0xac3': 'Ampere-1',
  '0xc0 0xac4': 'Ampere-1a',
};
