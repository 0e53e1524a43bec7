#!/bin/sh
# says_how_to_replay.sh PROGRAM: the simulator with a bug planted in it ends with failure, names the first failing seed,
# and the command it gives fails in the same way.
set -u
said=$("$1" --seeds 200) && { echo "it did not fail"; exit 1; }
echo "$said"
seed=$(echo "$said" | sed -n 's/^first failing seed: \([0-9]*\), .*seeds\/s$/\1/p')
again=$(echo "$said" | sed -n 's/^again: //p')
broken=$(echo "$said" | grep "^seed $seed: ") || { echo "no seed is named"; exit 1; }
once_more=$($again) && { echo "played again it does not fail"; exit 1; }
echo "$once_more" | grep -qxF "$broken" || { echo "played again it is another failure"; exit 1; }
