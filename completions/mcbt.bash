# bash completion for mcbt; made by mcbt --generate complete-bash.
_mcbt() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W 'top snoop latency record report diff rows emit probes doctor demo --help --version' -- "$word")
    return
  fi
  case $before in
    -p|--pid) mapfile -t COMPREPLY < <(compgen -W "$(pgrep -x memcached)" -- "$word"); return ;;
    --binary) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    -s|--sort) mapfile -t COMPREPLY < <(compgen -W 'calls rate bytes size hits misses ratio latency score key' -- "$word"); return ;;
    -s|--sort) mapfile -t COMPREPLY < <(compgen -W 'calls rate bytes size hits misses ratio latency score key' -- "$word"); return ;;
    -c|--command) mapfile -t COMPREPLY < <(compgen -W 'get set add replace append prepend cas touch gat incr decr delete' -- "$word"); return ;;
    -f|--format) mapfile -t COMPREPLY < <(compgen -W 'jsonl csv tsv' -- "$word"); return ;;
    -f|--format) mapfile -t COMPREPLY < <(compgen -W 'table json csv' -- "$word"); return ;;
    -f|--format) mapfile -t COMPREPLY < <(compgen -W 'table json' -- "$word"); return ;;
    -o|--output) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    --source) mapfile -t COMPREPLY < <(compgen -W 'auto usdt syscall' -- "$word"); return ;;
    --bpftrace) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
  esac
  local flags=
  case ${COMP_WORDS[1]} in
    top) flags='-p --pid --port -s --sort --top-misses --big-hot --reverse -r --rows -c --command -k --filter --group -f --format -o --output -C --no-clear --batch --no-color --ascii --source --bpftrace --key-bytes --max-keys --busiest --for --max-overhead -v --verbose -q --quiet --help' ;;
    snoop) flags='-p --pid --port -c --command -k --filter -f --format -o --output --source --bpftrace --key-bytes --for --max-overhead -v --verbose -q --quiet --help' ;;
    latency) flags='-p --pid --port -c --command -k --filter -f --format -o --output -C --no-clear --source --bpftrace --key-bytes --max-keys --for --max-overhead -v --verbose -q --quiet --help' ;;
    record) flags='-p --pid --port -c --command -o --output --source --bpftrace --key-bytes --max-keys --busiest --for --max-overhead -v --verbose -q --quiet --help' ;;
    report) flags='-s --sort --top-misses --big-hot --reverse -r --rows -c --command -k --filter --group --by --from --to --window -f --format -o --output --windows --threads --max-memory -v --verbose -q --quiet --help' ;;
    diff) flags='-s --sort --reverse -r --rows -c --command -k --filter --group --by --from --to --at --window -f --format -o --output -v --verbose -q --quiet --help' ;;
    rows) flags='-c --command -k --filter --group --from --to --window -f --format -o --output -v --verbose -q --quiet --help' ;;
    emit) flags='-p --pid --port --binary -c --command -o --output --source --target-bpftrace --key-bytes --max-keys -v --verbose -q --quiet --help' ;;
    probes) flags='-p --pid --port --binary -f --format -o --output -v --verbose -q --quiet --help' ;;
    doctor) flags='-p --pid --port -f --format -o --output --bpftrace -v --verbose -q --quiet --help' ;;
    demo) flags='-s --sort --top-misses --big-hot --reverse -r --rows -c --command -k --filter --group -f --format -o --output -C --no-clear --batch -v --verbose -q --quiet --help' ;;
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word")
  elif [[ ${COMP_WORDS[1]} == emit ]]; then
    mapfile -t COMPREPLY < <(compgen -W 'top snoop latency' -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -o filenames -F _mcbt mcbt
