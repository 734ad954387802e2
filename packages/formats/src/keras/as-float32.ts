/** Kinds of floats that Keras computes or stores weights in; here they become 32-bit ones. */
const FLOATS = ['float16', 'bfloat16', 'float32', 'float64', 'mixed_float16', 'mixed_bfloat16'];
/** Deeper than any config of layers in layers. */
const DEEPEST = 100;

/**
 * A config in which layers of other floats are layers of 32-bit floats. Quantized layers and integers stay as they are, to be refused.
 */
export function asFloat32(config: unknown, depth = 0): unknown {
  if (config === null || typeof config !== 'object' || depth > DEEPEST) return config;
  if (Array.isArray(config)) return config.map((item) => asFloat32(item, depth + 1));
  return Object.fromEntries(
    Object.entries(config).map(([key, value]): [string, unknown] => (key === 'dtype' && FLOATS.includes(policyName(value)) ? [key, plain(value)] : [key, asFloat32(value, depth + 1)])),
  );
}

/** 'float16', or { class_name: 'DTypePolicy' or 'Policy', config: { name: 'mixed_float16' } }. */
function policyName(value: unknown): string {
  if (typeof value === 'string') return value;
  const { class_name: className, config } = (value ?? {}) as { class_name?: unknown; config?: { name?: unknown } | null };
  const known = className === 'DTypePolicy' || className === 'FloatDTypePolicy' || className === 'Policy';
  return known && typeof config?.name === 'string' ? config.name : '';
}

/** Whether there is a module tells Keras 3 from Keras 2. */
function plain(value: unknown): unknown {
  return typeof value === 'string' ? 'float32' : { ...(value as object), config: { name: 'float32' } };
}
