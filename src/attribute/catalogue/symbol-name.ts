export { baseFunction } from '../../model/symbol-name.js';
