package ca.rocketreception.workshop;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** How much of the heap was in use at most since it was forgotten last. */
final class PeakHeap {

  private PeakHeap() {}

  static void forget() {
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  static long megabytes() {
    return pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20;
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}
