import type { LayerWriter, OnnxFlow } from './layer-writer.js';
import { StepMask } from './step-mask.js';
import { writeActivation } from './write-activation.js';
import { writeBidirectional } from './write-bidirectional.js';
import { writeAttentionPooling, writeAveragePooling, writeMaxAveragePooling, writeMaxPooling } from './write-pooling.js';
import { writeRecurrent } from './write-recurrent.js';

/** Adds a layer to the graph as it is when nothing is trained: no dropout. */
export function writeLayer(writer: LayerWriter, flow: OnnxFlow): OnnxFlow {
  const { graph, layer, weight } = writer;
  const { definition, inputShape } = layer;
  const { value, mask } = flow;
  switch (definition.kind) {
    case 'embedding': {
      const { inputDim, outputDim, maskZero } = definition.config;
      const vectors = graph.node('Gather', [graph.weights('embeddings', [inputDim, outputDim], weight('embeddings')), value]);
      const present = () => new StepMask(graph, graph.node('Not', [graph.node('Equal', [value, graph.ints(0)])]));
      return { value: vectors, mask: maskZero ? present() : undefined };
    }
    case 'masking': {
      const isOther = graph.node('Not', [graph.node('Equal', [value, graph.float(definition.config.maskValue)])]);
      const any = graph.node('ReduceMax', [graph.node('Cast', [isOther], { to: 1 })], { axes: [2], keepdims: 0 });
      const made = new StepMask(graph, graph.node('Greater', [any, graph.float(0)]));
      return { value: made.select(value), mask: made };
    }
    case 'simpleRNN':
    case 'lstm':
    case 'gru':
      return writeRecurrent(writer, definition, flow);
    case 'bidirectional':
      return writeBidirectional(writer, definition.config, flow);
    case 'dense': {
      const { units, useBias, activation } = definition.config;
      const product = graph.node('MatMul', [value, graph.weights('kernel', [inputShape.at(-1)!, units], weight('kernel'))]);
      const sum = useBias ? graph.node('Add', [product, graph.weights('bias', [units], weight('bias'))]) : product;
      return { value: writeActivation(graph, activation, sum), mask };
    }
    case 'activation':
      return { value: writeActivation(graph, definition.config.activation, value), mask };
    case 'dropout':
    case 'spatialDropout1D':
      return flow;
    case 'globalMaxPooling1D':
      return { value: writeMaxPooling(graph, value, definition.config.useMask ? mask : undefined) };
    case 'globalAveragePooling1D':
      return { value: writeAveragePooling(graph, value, definition.config.useMask ? mask : undefined) };
    case 'globalMaxAveragePooling1D':
      return { value: writeMaxAveragePooling(graph, value, definition.config.useMask ? mask : undefined) };
    case 'attentionPooling1D':
      return { value: writeAttentionPooling(writer, definition.config, value, definition.config.useMask ? mask : undefined) };
  }
}
