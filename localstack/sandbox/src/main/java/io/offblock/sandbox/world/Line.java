package io.offblock.sandbox.world;

import java.util.List;

/**
 * What one aircraft flies without a long rest: legs that follow each other in place and time.
 *
 * @param slot the first day of its fleet's cycle that this line takes
 * @param span how many days of the cycle it takes
 * @param spare minutes by which its last arrival may be late before the aircraft's next line
 *     suffers
 */
record Line(int slot, int span, int spare, List<Leg> legs) {}
