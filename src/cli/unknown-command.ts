import { type Hook, toStandardizedId } from '@oclif/core';
import { nearestNames } from '../attribute/nearest-names.js';
import { ExitCode } from './exit-code.js';

/** oclif's hook for a first word that names no command: says which one may have been meant. */
const unknownCommand: Hook.CommandNotFound = async function ({ id, config }) {
  const [word = ''] = id.split(':');
  const [nearest] = nearestNames(
    word,
    config.commands.map((command) => toStandardizedId(command.id, config)),
    1,
  );
  const meant = nearest === undefined ? '' : `: did you mean ${nearest}?`;
  this.error(`expected a command (refscope --help lists them), found ${word}${meant}`, {
    exit: ExitCode.badInput,
  });
};

export default unknownCommand;
