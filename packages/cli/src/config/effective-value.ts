import { lessonModels, optimizerDefaults, textNetworkDefaults } from '@sekvens/engine';
import type { LessonModel, TextNetworkSettings } from '@sekvens/engine';
import type { Config } from './schema.js';

const batchSizeOfOthers = 32;

const scheduleDefaults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  cosineDecay: { warmup: 0, alpha: 0 },
  oneCycle: { pctStart: 0.3, divFactor: 25, finalDivFactor: 10_000 },
  exponentialDecay: { decayRate: 0.1, staircase: false },
  polynomialDecay: { endLearningRate: 0.0001, power: 1, cycle: false },
};

export function lessonModel(name: Config['network']['model']): LessonModel | undefined {
  return name === 'custom' ? undefined : lessonModels[name];
}

/** The settings a network is built from: those of the model, with what was set in their place. */
export function networkSettings({ network }: Config): Required<TextNetworkSettings> {
  const { model, definition: _, ...given } = network;
  return { ...(lessonModel(model)?.settings ?? textNetworkDefaults), ...present(given) };
}

/** What holds for a setting: its value, or where it is not set what follows from others; undefined where nothing does. */
export function effectiveValue(config: Config, path: string): unknown {
  const [section, name] = path.includes('.') ? path.split('.') : ['', path];
  const given = ((section === '' ? config : config[section as keyof Config]) as unknown as Readonly<Record<string, unknown>>)[name];
  if (given !== null) return given;
  if (section === 'network') return config.network.definition === null ? (networkSettings(config) as Readonly<Record<string, unknown>>)[name] : undefined;
  if (section === 'optimizer') return (optimizerDefaults[config.optimizer.name] as Readonly<Record<string, unknown>>)[name];
  if (section === 'schedule') return scheduleDefaults[config.schedule.kind]?.[name];
  if (path === 'training.batchSize') return lessonModel(config.network.model)?.batchSize ?? batchSizeOfOthers;
  if (path === 'training.epochs' && config.training.maxTime === null && config.training.maxSteps === null) return 1;
  return undefined;
}

/** How often a training goes through its rows; undefined where only another limit ends it. */
export function epochsOf(config: Config, stepsPerEpoch: number): number | undefined {
  const epochs = effectiveValue(config, 'training.epochs') as number | undefined;
  const { minSteps } = config.training;
  return epochs === undefined || minSteps === null ? epochs : Math.max(epochs, Math.ceil(minSteps / stepsPerEpoch));
}

/** The names of the settings that the chosen kind of schedule has. */
export function scheduleSettings({ schedule }: Config): readonly string[] {
  if (schedule.kind === 'constant') return [];
  return schedule.kind === 'piecewiseConstant' ? ['boundaries', 'values'] : ['steps', ...Object.keys(scheduleDefaults[schedule.kind])];
}

/** Without what is not set. */
export function present<Values extends object>(values: Values): { [Name in keyof Values]?: NonNullable<Values[Name]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as { [Name in keyof Values]?: NonNullable<Values[Name]> };
}
