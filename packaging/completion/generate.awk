# SPDX-FileCopyrightText: 2026 The Pitboss authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# awk -v shell=bash|zsh|fish -f generate.awk LIST: the completion of pitbossctl for that shell, from list.cmake's lines.

BEGIN { FS = "[ \t]*[|][ \t]*" }
/^#/ || /^[ \t]*$/ { next }
{ kind = $1; sub(/[ \t]+$/, "", kind) }
kind == "option" { options = options " " $2; text[bare($2)] = $3 }
kind == "command" {
    paths[++count] = $2
    told[$2] = $3
    local[$2] = $4
    split($2, word, " ")
    if (!(word[1] in children)) first[++firsts] = word[1]
    children[word[1]] = children[word[1]] (word[2] == "" ? "" : " " word[2])
    if (word[2] == "") group[word[1]] = $3
    else if (!(word[1] in group)) group[word[1]] = word[1]
}
kind == "values" { values[$2] = $3; valued[++values_count] = $2 }
END {
    if (shell == "bash") bash()
    else if (shell == "zsh") zsh()
    else fish()
}

function bare(option) { sub(/=$/, "", option); return option }
function plain(list) { gsub(/=/, "", list); return list }
function joined(    i, all) { for (i = 1; i <= firsts; i++) all = all " " first[i]; return all }

# The words that take a value, for "skip the next word": "--url|--limit".
function takers(    i, all, list, n, part) {
    if (known_takers != "") return known_takers
    list = options
    for (i = 1; i <= count; i++) list = list " " local[paths[i]]
    n = split(list, part, " ")
    for (i = 1; i <= n; i++)
        if (part[i] ~ /=$/ && !(part[i] in taken)) { taken[part[i]] = 1; all = all (all == "" ? "" : "|") bare(part[i]) }
    known_takers = all "|-o"
    return known_takers
}

# Both shells walk the words so far the same way: what is no option and no option's value is the command.
function walk(words,    i, groups) {
    for (i = 1; i <= firsts; i++) if (children[first[i]] != "") groups = groups " | " first[i]
    print "    local word command='' skip=''"
    print "    for word in " words "; do"
    print "        if [[ -n $skip ]]; then skip=''; continue; fi"
    print "        case $word in"
    print "            " takers() ") skip=1 ;;"
    print "            -*) ;;"
    print "            *) case $command in ''" groups ")" \
          " command=\"${command:+$command }$word\" ;; esac ;;"
    print "        esac"
    print "    done"
}

function bash(    i, key) {
    print "# bash completion for pitbossctl"
    print "_pitbossctl() {"
    print "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} choices=''"
    walk("\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"")
    print "    case \"$command $prev\" in"
    for (i = 1; i <= values_count; i++) {
        key = valued[i]
        if (key ~ /--/) print "        " place(key) ") " bash_reply(values[key]) "; return ;;"
    }
    print "    esac"
    print "    case $prev in"
    print "        " takers() ") return ;;"
    print "    esac"
    print "    case $command in"
    print "        '') choices='" substr(plain(options) joined(), 2) "' ;;"
    for (i = 1; i <= firsts; i++)
        if (children[first[i]] != "") print "        " first[i] ") choices='" substr(children[first[i]], 2) "' ;;"
    for (i = 1; i <= count; i++) {
        key = paths[i]
        if (values[key] ~ /^@folder/)
            print "        '" key "') [[ $cur == -* ]] || { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); return; }"
        else print "        '" key "')"
        print "            choices='" plain(local[key]) (values[key] ~ /^[a-z]/ ? " " values[key] : "") "' ;;"
    }
    print "    esac"
    print "    mapfile -t COMPREPLY < <(compgen -W \"$choices\" -- \"$cur\")"
    print "}"
    print "complete -F _pitbossctl pitbossctl"
}

# "rows --order" is asked for there only, "--env-file" everywhere; --output is -o for short.
function place(key,    short) {
    short = key
    if (key ~ /^--/) return "*' " key "'"
    return "'" key "'" (sub(/--output$/, "-o", short) ? " | '" short "'" : "")
}

function bash_reply(list) {
    if (list ~ /^@/) return "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")"
    return "mapfile -t COMPREPLY < <(compgen -W '" list "' -- \"$cur\")"
}

# Within single quotes; fish knows \' there, the others have to leave the quotes for it.
function quoted(words) {
    gsub(/'/, shell == "fish" ? "\\'" : "'\\''", words)
    if (shell == "zsh") gsub(/:/, "\\:", words)
    return words
}

function zsh(    i, n, key, part) {
    print "#compdef pitbossctl"
    print "_pitbossctl() {"
    print "    local -a choices"
    walk("${words[2,CURRENT-1]}")
    print "    case \"$command ${words[CURRENT-1]}\" in"
    for (i = 1; i <= values_count; i++) {
        key = valued[i]
        if (key !~ /--/) continue
        print "        " place(key) ") " (values[key] ~ /^@/ ? "_files" : "compadd -- " values[key]) "; return ;;"
    }
    print "    esac"
    print "    case ${words[CURRENT-1]} in"
    print "        " takers() ") return ;;"
    print "    esac"
    print "    case $command in"
    print "        '') choices=("
    n = split(options, part, " ")
    for (i = 1; i <= n; i++) print "            '" bare(part[i]) ":" quoted(text[bare(part[i])]) "'"
    for (i = 1; i <= firsts; i++) print "            '" first[i] ":" quoted(group[first[i]]) "'"
    print "            ) ;;"
    for (i = 1; i <= firsts; i++)
        if (children[first[i]] != "") {
            print "        " first[i] ") choices=("
            for (n = 1; n <= count; n++)
                if (index(paths[n], first[i] " ") == 1)
                    print "            '" substr(paths[n], length(first[i]) + 2) ":" quoted(told[paths[n]]) "'"
            print "            ) ;;"
        }
    for (i = 1; i <= count; i++) {
        key = paths[i]
        print "        '" key "') choices=(" plain(local[key]) (values[key] ~ /^[a-z]/ ? " " values[key] : "") ")" \
              (values[key] ~ /^@folder/ ? "; _files -/" : "") " ;;"
    }
    print "    esac"
    print "    (( ${#choices} )) && _describe pitbossctl choices"
    print "}"
    print "_pitbossctl \"$@\""
}

function fish_option(option, where, what, path,    name, line, choice) {
    name = bare(option); sub(/^--/, "", name)
    choice = values[(path == "" ? "" : path " ") "--" name]
    line = "complete -c pitbossctl" where " -l " name (name == "output" ? " -s o" : "")
    if (option ~ /=$/)
        line = line (choice ~ /^@/ ? " -rF" : choice != "" ? " -xa '" choice "'" : " -x")
    print line (what == "" ? "" : " -d '" quoted(what) "'")
}

function fish(    i, n, key, part, word, where) {
    print "# fish completion for pitbossctl"
    print "complete -c pitbossctl -f"
    n = split(options, part, " ")
    for (i = 1; i <= n; i++) fish_option(part[i], "", text[bare(part[i])], "")
    for (i = 1; i <= firsts; i++)
        print "complete -c pitbossctl -n __fish_use_subcommand -a " first[i] " -d '" quoted(group[first[i]]) "'"
    for (i = 1; i <= count; i++) {
        key = paths[i]
        split(key, word, " ")
        where = " -n '__fish_seen_subcommand_from " word[1] "'"
        if (word[2] != "") {
            print "complete -c pitbossctl -n '__fish_seen_subcommand_from " word[1] "; and not __fish_seen_subcommand_from" \
                  children[word[1]] "' -a " word[2] " -d '" quoted(told[key]) "'"
            where = " -n '__fish_seen_subcommand_from " word[1] "; and __fish_seen_subcommand_from " word[2] "'"
        }
        if (values[key] ~ /^@folder/) print "complete -c pitbossctl" where " -a '(__fish_complete_directories)'"
        else if (values[key] != "") print "complete -c pitbossctl" where " -a '" values[key] "'"
        n = split(local[key], part, " ")
        for (word[3] = 1; word[3] <= n; word[3]++) fish_option(part[word[3]], where, "", key)
    }
}
