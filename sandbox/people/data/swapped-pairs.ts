/** Two women whom no matcher should take for one, with the distances measured between them. */
export interface SwappedPair {
  /** Index into FACES of the portrait on the card. */
  readonly card: number;
  /** Index into FACES of the selfie. */
  readonly selfie: number;
  readonly smallest: number;
  readonly mean: number;
}

/**
 * Every pair whose smallest distance was above .65 (rejected: above .60) among 64 comparisons: eight moderate photos of the card, found,
 * rectified and cropped, with eight selfies. face-api's nets, 68 landmarks, chip turned level. Measure again when a portrait, a selfie
 * or the moderate severity is drawn differently.
 */
export const SWAPPED_PAIRS: readonly SwappedPair[] = [
  { card: 0, selfie: 2, smallest: 0.71, mean: 0.737 },
  { card: 0, selfie: 4, smallest: 0.757, mean: 0.781 },
  { card: 0, selfie: 5, smallest: 0.791, mean: 0.814 },
  { card: 0, selfie: 6, smallest: 0.832, mean: 0.866 },
  { card: 0, selfie: 7, smallest: 0.9, mean: 0.917 },
  { card: 0, selfie: 8, smallest: 0.8, mean: 0.822 },
  { card: 0, selfie: 9, smallest: 0.866, mean: 0.889 },
  { card: 1, selfie: 5, smallest: 0.674, mean: 0.738 },
  { card: 1, selfie: 6, smallest: 0.738, mean: 0.8 },
  { card: 1, selfie: 7, smallest: 0.8, mean: 0.852 },
  { card: 1, selfie: 8, smallest: 0.729, mean: 0.752 },
  { card: 1, selfie: 9, smallest: 0.769, mean: 0.826 },
  { card: 2, selfie: 0, smallest: 0.65, mean: 0.712 },
  { card: 2, selfie: 3, smallest: 0.663, mean: 0.726 },
  { card: 2, selfie: 4, smallest: 0.759, mean: 0.798 },
  { card: 2, selfie: 5, smallest: 0.708, mean: 0.766 },
  { card: 2, selfie: 6, smallest: 0.748, mean: 0.789 },
  { card: 2, selfie: 7, smallest: 0.702, mean: 0.747 },
  { card: 2, selfie: 8, smallest: 0.732, mean: 0.749 },
  { card: 2, selfie: 9, smallest: 0.775, mean: 0.807 },
  { card: 3, selfie: 2, smallest: 0.714, mean: 0.74 },
  { card: 3, selfie: 5, smallest: 0.718, mean: 0.743 },
  { card: 3, selfie: 6, smallest: 0.709, mean: 0.76 },
  { card: 3, selfie: 7, smallest: 0.724, mean: 0.745 },
  { card: 3, selfie: 8, smallest: 0.794, mean: 0.819 },
  { card: 3, selfie: 9, smallest: 0.804, mean: 0.834 },
  { card: 4, selfie: 0, smallest: 0.777, mean: 0.797 },
  { card: 4, selfie: 1, smallest: 0.66, mean: 0.694 },
  { card: 4, selfie: 2, smallest: 0.788, mean: 0.809 },
  { card: 4, selfie: 3, smallest: 0.654, mean: 0.684 },
  { card: 4, selfie: 8, smallest: 0.823, mean: 0.837 },
  { card: 5, selfie: 0, smallest: 0.762, mean: 0.796 },
  { card: 5, selfie: 1, smallest: 0.695, mean: 0.716 },
  { card: 5, selfie: 2, smallest: 0.766, mean: 0.792 },
  { card: 5, selfie: 3, smallest: 0.705, mean: 0.742 },
  { card: 5, selfie: 8, smallest: 0.747, mean: 0.78 },
  { card: 6, selfie: 0, smallest: 0.843, mean: 0.876 },
  { card: 6, selfie: 1, smallest: 0.757, mean: 0.793 },
  { card: 6, selfie: 2, smallest: 0.736, mean: 0.775 },
  { card: 6, selfie: 3, smallest: 0.713, mean: 0.761 },
  { card: 6, selfie: 8, smallest: 0.821, mean: 0.836 },
  { card: 6, selfie: 9, smallest: 0.673, mean: 0.711 },
  { card: 7, selfie: 0, smallest: 0.895, mean: 0.914 },
  { card: 7, selfie: 1, smallest: 0.815, mean: 0.84 },
  { card: 7, selfie: 2, smallest: 0.718, mean: 0.758 },
  { card: 7, selfie: 3, smallest: 0.704, mean: 0.732 },
  { card: 7, selfie: 8, smallest: 0.787, mean: 0.818 },
  { card: 8, selfie: 0, smallest: 0.817, mean: 0.846 },
  { card: 8, selfie: 1, smallest: 0.776, mean: 0.8 },
  { card: 8, selfie: 2, smallest: 0.714, mean: 0.736 },
  { card: 8, selfie: 3, smallest: 0.815, mean: 0.844 },
  { card: 8, selfie: 4, smallest: 0.842, mean: 0.871 },
  { card: 8, selfie: 5, smallest: 0.788, mean: 0.819 },
  { card: 8, selfie: 6, smallest: 0.832, mean: 0.868 },
  { card: 8, selfie: 7, smallest: 0.817, mean: 0.853 },
  { card: 8, selfie: 9, smallest: 0.776, mean: 0.803 },
  { card: 9, selfie: 0, smallest: 0.869, mean: 0.898 },
  { card: 9, selfie: 1, smallest: 0.788, mean: 0.82 },
  { card: 9, selfie: 2, smallest: 0.763, mean: 0.791 },
  { card: 9, selfie: 3, smallest: 0.784, mean: 0.816 },
  { card: 9, selfie: 6, smallest: 0.682, mean: 0.701 },
  { card: 9, selfie: 8, smallest: 0.751, mean: 0.775 },
];
