//! The help of every verb.

use crate::runner::deevnet;

fn help(verb: &[&str]) -> String {
    let outcome = deevnet(&[verb, &["--help"]].concat());
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    outcome.stdout.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_command_explains_itself() {
    insta::assert_snapshot!(help(&[]), @"
    Network identities of a small self-hosted substrate, from its Ansible inventory.

    deevnet reads an inventory, reports every fault with file and line, gives identities to what has
    none, proves what the firewall lets through, and writes what routers, switches, DHCP and DNS servers
    need, the same bytes every time.

    Usage: deevnet [OPTIONS] <COMMAND>

    Commands:
      check        Check an inventory and report every fault with its file and line
      show         Show a substrate, its segments, its hosts, their hardware or its policy
      report       Write a page about a substrate: map, VLANs, policy, hosts, findings, capacity, drift
      tenant       Add, remove and list tenants
      alloc        Give VMIDs and MAC addresses to the hosts that have none
      emit         Write a list or a configuration for a router, a switch, a DHCP or a DNS server
      observe      Find out what exists on the nodes
      plan         Show what would change on the nodes
      apply        Make the nodes what is declared
      drift        Show where the nodes differ from the declaration
      simulate     Run the nodes of a substrate where there are none
      mac          Derive, decode, verify and rewrite MAC addresses
      registry     Move allocated identities between the inventory and a PostgreSQL database
      rule         Explain a rule, or list all rules
      schema       Print the JSON Schema of a result, of the inventory's variables or of deevnet.toml
      trust        Pin the certificates of nodes
      vlan         Choose VLAN IDs
      completions  Print the completion script of a shell
      man          Print the manual page, or write it and one for each verb
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Global options:
          --color <WHEN>
              When to use colours: `auto` is on a terminal, unless `NO_COLOR` or `CLICOLOR=0` is set

              [default: auto]
              [possible values: auto, always, never]

    Examples:
      deevnet check                        check the inventory in this directory
      deevnet check inventories/home       check another one
      deevnet rule DV104                   explain a rule
      deevnet show hosts                   list every host with its identity
      deevnet alloc --dry-run              show which VMIDs and MACs would be given
      deevnet emit kea-dhcp4 --out dhcp4.json
                                           write a DHCP server's configuration
      deevnet observe --out survey.json    find out what exists on the nodes
      deevnet mac derive vmid --octet 20 200
                                           the MAC address of VM 200

    Exit codes:
      0  nothing to say or do
      1  the work could not be done
      2  findings of error severity, or changes pending
    ");
}

#[test]
fn check_explains_itself() {
    insta::assert_snapshot!(help(&["check"]), @"
    Check an inventory and report every fault with its file and line

    Usage: deevnet check [OPTIONS] [PATH]...

    Arguments:
      [PATH]...
              Substrate directories, host files, or the output of `ansible-inventory --list` in a .json
              file or, as `-`, on standard input. Several are substrates of their own: each is checked
              by itself, and all together for what they must not share, such as MAC addresses. Default:
              the current directory

    Options:
          --format <FORMAT>
              How to print the report

              Possible values:
              - text:   Text for people, with the source line
              - json:   JSON for programs; `deevnet schema findings` prints its schema
              - sarif:  SARIF 2.1.0 for code scanning
              - github: GitHub workflow annotations

              [default: text]

          --fix
              Rewrite what can be rewritten safely, such as MAC addresses that are not canonical

          --diff
              Show what --fix rewrites as a diff; alone, nothing is written

          --severity <LEVEL>
              Show findings of this severity and above

              [default: note]
              [possible values: error, warning, note]

          --select <RULES>
              Report only these rules: codes, code prefixes such as DV1, or names. What could not be
              read is always reported

          --ignore <RULES>
              Do not report these rules; what could not be read is reported all the same

          --config <FILE>
              Read this configuration instead of the substrate's deevnet.toml

          --vault-password-file <FILE>
              Decrypt Ansible Vault files and values with the password in this file; may be given
              several times

      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --color <WHEN>
              When to use colours: `auto` is on a terminal, unless `NO_COLOR` or `CLICOLOR=0` is set

              [default: auto]
              [possible values: auto, always, never]

    Examples:
      deevnet check                              the inventory in this directory
      deevnet check inventories/home inventories/mobile
                                                 two substrates, and both together
      ansible-inventory -i hosts --list | deevnet check -
      deevnet check --select DV1,DV2             only MAC and address rules
      deevnet check --severity error             show errors only
      deevnet check --diff                       show what --fix would rewrite
      deevnet check --format sarif > deevnet.sarif

    Severities and accepted findings of a substrate are set in its deevnet.toml, or
    .deevnet.toml where Ansible reads the whole directory; `deevnet rule CODE` shows
    how.

    Exit codes: 0 without errors, 2 with errors (or, with --diff, with changes
    pending), 1 when the inventory could not be checked.
    ");
}

#[test]
fn show_explains_itself() {
    insta::assert_snapshot!(help(&["show"]), @"
    Show a substrate, its segments, its hosts, their hardware or its policy

    Usage: deevnet show [OPTIONS] [PART] [PATH] [SUBSTRATE]

    Arguments:
      [PART]
              What to show; a path in its place shows the substrate there

              Possible values:
              - substrate:   Its name, its numbers and what it holds; as JSON the whole model
              - segments:    Its segments, by VLAN ID
              - vlans:       Its bands of VLAN IDs, its segments, and what each switch port carries and
                has to carry
              - hosts:       Its hosts, one line an interface
              - tenants:     Its tenants, with the numbers that follow from their declaration
              - hypervisors: Its hypervisors, and what each offers to machines
              - placement:   Its virtual machines by hypervisor: what they use, how much they may, and
                what is left
              - policy:      Which zone reaches which, exactly, what is proven about that, and the rules
              - hardware:    Its hosts' hardware, and whether it is enough; a profile's ID in the path's
                place shows that profile

              [default: substrate]

      [PATH]
              A substrate's directory, a host file, or `-`. Default: the current directory

      [SUBSTRATE]
              With `hardware` and a profile's ID: the substrate whose configuration describes it

    Options:
          --all
              With `hardware`: every profile that is known, not only those in use

          --html <FILE>
              With `policy`: also write the matrix and the proofs as a page for a browser

          --graph <LANGUAGE>
              Draw the substrate as a graph, for a program that lays it out

              Possible values:
              - mermaid: A Mermaid flowchart, as Markdown pages show it
              - dot:     The DOT language of Graphviz

          --format <FORMAT>
              How to print it

              [default: text]
              [possible values: text, json]

          --config <FILE>
              Read this configuration instead of the substrate's deevnet.toml

          --vault-password-file <FILE>
              Decrypt Ansible Vault files and values with the password in this file; may be given
              several times

      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --color <WHEN>
              When to use colours: `auto` is on a terminal, unless `NO_COLOR` or `CLICOLOR=0` is set

              [default: auto]
              [possible values: auto, always, never]

    Examples:
      deevnet show                               the substrate in this directory
      deevnet show inventories/home              the substrate in another one
      deevnet show hosts inventories/home        one line an interface
      deevnet show segments --format json
      deevnet show hardware                      what hosts are made of, and whether it is enough
      deevnet show hardware --all                every hardware profile
      deevnet show hardware zimaboard-832        one of them, with the source of each figure
      deevnet show hardware attic-server home    one that the configuration of a substrate adds
      deevnet show placement                     what the machines of each hypervisor use
      deevnet show policy --html policy.html     who reaches whom, also as a page for a browser
      deevnet show --graph dot | dot -Tsvg       a picture, drawn by Graphviz
      deevnet show --graph mermaid               a picture for a Markdown page
      deevnet show hosts | grep iot
    ");
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is the whole help, as it is printed")]
fn emit_explains_itself() {
    insta::assert_snapshot!(help(&["emit"]), @"
    Write a list or a configuration for a router, a switch, a DHCP or a DNS server

    Usage: deevnet emit [OPTIONS] <TARGET> [PATH]

    Arguments:
      <TARGET>
              What to write

              Possible values:
              - dhcp-reservations:  DHCP reservations, as a JSON list
              - dns-records:        A, CNAME and PTR records, as JSON
              - wol:                Wake-on-LAN entries, as a JSON list
              - dnsmasq:            dnsmasq configuration for the management segment
                (bootstrap-authoritative)
              - kea-dhcp4:          Kea DHCPv4 configuration for every segment (core-authoritative)
              - bind-forward:       forward zone of the substrate, in master file format
              - bind-reverse:       reverse zones of the address plan, in master file format
              - hosts:              lines of /etc/hosts
              - nftables:           nftables ruleset of the policy between zones
              - switch-cli:         VLANs and ports of every switch, as commands
              - vlan-plan:          VLAN plan as JSON: bands, segments, SSIDs and ports
              - vyos:               VyOS interfaces, DHCP server, zones and source NAT, as commands
              - cloud-init:         cloud-init network, user and keys of every virtual machine
              - proxmox-interfaces: /etc/network/interfaces of every Proxmox VE node
              - unbound:            Unbound local data: addresses, aliases and pointers
              - opnsense-kea:       DHCP subnets and reservations, as bodies of OPNsense's Kea API
              - opnsense-unbound:   host overrides and aliases, as bodies of OPNsense's Unbound API
              - ethers:             lines of /etc/ethers
              - grub:               GRUB configuration of every machine that boots with it, by MAC
              - pxelinux:           PXELINUX configuration of every machine that boots with it, by MAC
              - ansible-inventory:  static inventory for Ansible, as JSON
              - mermaid:            the substrate as a picture: a Mermaid flowchart
              - terraform:          virtual machines for Terraform, with the provider bpg/proxmox
              - all:                every target that the declaration can give, into the folder of --out

      [PATH]
              A substrate's directory, a host file, or `-`. Default: the current directory

    Options:
          --out <PATH>
              Write to this file, or under the usual names into this directory, instead of standard
              output

          --check
              Write nothing, list what would change, and exit with 2 if anything would, and only then

          --diff
              Show what changes inside the files

          --force
              Emit what errors touch too, where it is possible at all

          --format <FORMAT>
              How to print it: as it is, or inside a JSON document; with --out, what becomes of the
              files

              [default: text]
              [possible values: text, json]

          --description-prefix <TEXT>
              Begin descriptions with this text (dhcp-reservations, wol, opnsense-kea, opnsense-unbound)

          --interface <NAME>
              Serve DHCP on this interface only (dnsmasq, kea-dhcp4), or put VLANs on it (nftables,
              vyos)

          --router <HOST>
              The host that the router is (nftables, vyos). Default: the one with the most gateways of
              segments

          --wan <NAME>
              The router's interface to the internet (nftables, vyos). Default: the one whose purpose is
              `wan`

          --name-server <NAME>
              The name server of the zones (bind-forward, bind-reverse). Default: the host that
              publishes the service `dns`

          --serial <NUMBER>
              The serial of the zones (bind-forward, bind-reverse); secondary servers take a change only
              where it is higher, so give one that grows, such as `$(git log -1 --format=%ct)`. Default:
              1

          --dialect <DIALECT>
              The command language of the switches (switch-cli). Default: tp-link

              [possible values: tp-link, cisco]

          --guard-router
              Judge packets to the router itself as well (nftables, vyos): without rules for it, it will
              not answer

          --config <FILE>
              Read this configuration instead of the substrate's deevnet.toml

          --vault-password-file <FILE>
              Decrypt Ansible Vault files and values with the password in this file; may be given
              several times

      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --color <WHEN>
              When to use colours: `auto` is on a terminal, unless `NO_COLOR` or `CLICOLOR=0` is set

              [default: auto]
              [possible values: auto, always, never]

    Examples:
      deevnet emit dhcp-reservations
      deevnet emit kea-dhcp4 inventories/home --out /etc/kea/kea-dhcp4.conf
      deevnet emit bind-reverse --out zones/     one file a zone
      deevnet emit switch-cli --dialect cisco --out switches/
      deevnet emit dns-records --format json     with what is left out
      deevnet emit all --out site/               every target, a folder each
      deevnet emit all --out site/ --check       whether they are up to date

    With `all`, a target that the declaration has no facts for is named on standard
    error. The folder's manifest, .deevnet-emit.json, tells which files are ours:
    one that is not emitted any more is removed; one that was edited, or that
    something else wrote, is never touched, and nothing is written then.

    What an error of the check touches is left out and named on standard error;
    --force emits it where that is possible at all.

    Exit codes: 0 when everything was emitted that the target has a place for, 2
    when something else was left out, even all of it, or, without --force, the check
    has errors, 1 when nothing is declared that the target is made of. With --check,
    2 when a file is not as it would be written and 0 when all are: what is left out
    of them is told, and no fault.
    ");
}

#[test]
fn mac_explains_itself() {
    insta::assert_snapshot!(help(&["mac"]), @"
    Derive, decode, verify and rewrite MAC addresses

    Usage: deevnet mac [OPTIONS] <COMMAND>

    Commands:
      derive  Derive MAC addresses that nobody has to invent
      decode  Tell what a MAC address says: who administers it, whom it reaches, what it was derived
              from
      verify  Tell whether addresses are those that interfaces derive
      format  Rewrite MAC addresses in another style
      help    Print this message or the help of the given subcommand(s)

    Options:
      -h, --help  Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet mac derive vmid --octet 20 200 201
      deevnet mac derive hash --octet 20 --substrate mobile pi01/eth0
      deevnet mac decode 02:de:20:00:00:c8
      deevnet mac format --style dotted DC-A6-32-01-02-03
      arp -an | grep -o '..:..:..:..:..:..' | deevnet mac decode
    ");
    insta::assert_snapshot!(help(&["mac", "derive"]), @"
    Derive MAC addresses that nobody has to invent

    Usage: deevnet mac derive [OPTIONS] <COMMAND>

    Commands:
      vmid  From VMIDs: the namespace, then the VMID in three octets
      role  From roles: the namespace, then role, node and instance, one octet each
      hash  From interfaces that have no VMID: the namespace beside the substrate's, then a hash of
            their names
      help  Print this message or the help of the given subcommand(s)

    Options:
      -h, --help  Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]
    ");
    insta::assert_snapshot!(help(&["mac", "derive", "vmid"]), @"
    From VMIDs: the namespace, then the VMID in three octets

    Usage: deevnet mac derive vmid [OPTIONS] <--namespace <NAMESPACE>|--octet <OCTET>> [VMID]...

    Arguments:
      [VMID]...  VMIDs; without any, or with `-`, one a line from standard input

    Options:
          --namespace <NAMESPACE>  The three octets that the addresses begin with, such as 02:de:20
          --octet <OCTET>          The substrate's octet, such as 20, which stands for the namespace
                                   02:de:20
          --style <STYLE>          How to write the addresses [default: lower-colon] [possible values:
                                   lower-colon, upper-colon, lower-hyphen, upper-hyphen, dotted, bare]
          --format <FORMAT>        How to print the results [default: text] [possible values: text,
                                   json]
      -h, --help                   Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet mac derive vmid --octet 20 200             02:de:20:00:00:c8
      deevnet mac derive vmid --namespace 02:de:10 200   02:de:10:00:00:c8
      seq 200 299 | deevnet mac derive vmid --octet 20
    ");
    insta::assert_snapshot!(help(&["mac", "derive", "role"]), @"
    From roles: the namespace, then role, node and instance, one octet each

    Usage: deevnet mac derive role [OPTIONS] <--namespace <NAMESPACE>|--octet <OCTET>> [ROLE/NODE/INSTANCE]...

    Arguments:
      [ROLE/NODE/INSTANCE]...  Decimal numbers from 0 to 255; without any, or with `-`, one triple a
                               line from standard input

    Options:
          --namespace <NAMESPACE>  The three octets that the addresses begin with, such as 02:de:20
          --octet <OCTET>          The substrate's octet, such as 20, which stands for the namespace
                                   02:de:20
          --style <STYLE>          How to write the addresses [default: lower-colon] [possible values:
                                   lower-colon, upper-colon, lower-hyphen, upper-hyphen, dotted, bare]
          --format <FORMAT>        How to print the results [default: text] [possible values: text,
                                   json]
      -h, --help                   Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet mac derive role --octet 10 2/0/1           02:de:10:02:00:01
    ");
}

#[test]
fn decode_and_format_explain_themselves() {
    insta::assert_snapshot!(help(&["mac", "decode"]), @"
    Tell what a MAC address says: who administers it, whom it reaches, what it was derived from

    Usage: deevnet mac decode [OPTIONS] [MAC]...

    Arguments:
      [MAC]...  MAC addresses in any style; without any, or with `-`, one a line from standard input

    Options:
          --namespace <NAMESPACE>  The three octets that the addresses begin with, such as 02:de:20
          --octet <OCTET>          The substrate's octet, such as 20, which stands for the namespace
                                   02:de:20
          --format <FORMAT>        How to print the results [default: text] [possible values: text,
                                   json]
      -h, --help                   Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet mac decode 02:de:20:00:00:c8
      deevnet mac decode --namespace 06:00:01 06:00:01:00:00:c8
      deevnet mac decode --format json < addresses.txt

    An address inside a substrate's namespace (02:de:<octet>, or the one given) is
    decoded both ways, as a VMID and as role/node/instance: the address itself does
    not say by which rule it was derived. One in the namespace beside it
    (06:de:<octet>) was derived by interface-sha256-v1, which has no inverse: verify
    tells whether it is that of an interface.
    ");
    insta::assert_snapshot!(help(&["mac", "format"]), @"
    Rewrite MAC addresses in another style

    Usage: deevnet mac format [OPTIONS] [MAC]...

    Arguments:
      [MAC]...  MAC addresses in any style; without any, or with `-`, one a line from standard input

    Options:
          --style <STYLE>    How to write the addresses [default: lower-colon] [possible values:
                             lower-colon, upper-colon, lower-hyphen, upper-hyphen, dotted, bare]
          --format <FORMAT>  How to print the results [default: text] [possible values: text, json]
      -h, --help             Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet mac format DC-A6-32-01-02-03
      deevnet mac format --style upper-colon < addresses.txt
    ");
}

#[test]
fn the_other_verbs_explain_themselves() {
    insta::assert_snapshot!(help(&["rule"]), @"
    Explain a rule, or list all rules

    Usage: deevnet rule [OPTIONS] [RULE]

    Arguments:
      [RULE]  The code or the name of a rule

    Options:
          --format <FORMAT>  How to print it [default: text] [possible values: text, json, markdown]
      -h, --help             Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet rule                    list all rules
      deevnet rule DV902              explain one by its code
      deevnet rule duplicate-key      ... or by its name
      deevnet rule --format json      the whole catalogue for a program
      deevnet rule DV104 --format markdown
                                      a page for a manual or a review
    ");
}

#[test]
fn plan_and_drift_explain_themselves() {
    insta::assert_snapshot!(help(&["plan"]), @"
    Show what would change on the nodes

    Usage: deevnet plan [OPTIONS] [PATH]

    Arguments:
      [PATH]  A substrate's directory, a host file, or `-`. Default: the current directory

    Options:
          --target <NAME>               Only this host, workload (`api.orchard`) or tenant; may be given
                                        several times
          --adopt <NAME>                Take over the virtual machine that has the declared VMID and
                                        name, or the network of the tenant, although nothing on the node
                                        says that it is owned; may be given several times
          --reboot                      Stop and start running machines where a value takes effect only
                                        then
          --access <FILE>               Read endpoints, trust and credentials of nodes from this file.
                                        Default: the one that `DEEVNET_ACCESS` names
          --config <FILE>               Read this configuration instead of the substrate's deevnet.toml
          --vault-password-file <FILE>  Decrypt Ansible Vault files and values with the password in this
                                        file; may be given several times
          --survey <FILE>               Plan from this survey, which `deevnet observe --out` wrote,
                                        instead of asking the nodes
          --out <FILE>                  Also write the plan to this file, for `deevnet apply`
          --format <FORMAT>             How to print it; JSON is the plan itself, as `deevnet schema
                                        plan` describes it [default: text] [possible values: text, json]
      -h, --help                        Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet plan                               what would change on the nodes of this inventory
      deevnet plan inventories/home --target dns-vm01
                                                 for one machine
      deevnet plan --survey survey.json          without asking the nodes
      deevnet plan --out plan.json               keep it for `deevnet apply plan.json`
      deevnet plan --adopt dns-vm01              take over a machine that was made by hand

    Machines that are declared (`mgmt_vm`, and tenants' workloads) are cloned,
    configured, grown and started; owned ones that nothing declares any more are
    removed. A machine is owned where its description names it and its own VMID,
    and it has the tag of the substrate. Nothing is planned for any other, no disk
    is made smaller, and no machine is made anew to change it. A workload's machine
    has the name <workload>-<tenant>.

    A line begins with + where something is made, ~ where it is changed, - where it
    is removed, = where it stays as it is, and ! where something is wrong, so that
    what it is about is left alone.

    Exit codes: 0 when there is nothing to do, 2 when something would change, stays
    different or is wrong, 1 when no plan could be made.
    ");
    insta::assert_snapshot!(help(&["drift"]), @"
    Show where the nodes differ from the declaration

    Usage: deevnet drift [OPTIONS] [PATH]

    Arguments:
      [PATH]  A substrate's directory, a host file, or `-`. Default: the current directory

    Options:
          --target <NAME>               Only this host, workload (`api.orchard`) or tenant; may be given
                                        several times
          --adopt <NAME>                Take over the virtual machine that has the declared VMID and
                                        name, or the network of the tenant, although nothing on the node
                                        says that it is owned; may be given several times
          --reboot                      Stop and start running machines where a value takes effect only
                                        then
          --access <FILE>               Read endpoints, trust and credentials of nodes from this file.
                                        Default: the one that `DEEVNET_ACCESS` names
          --config <FILE>               Read this configuration instead of the substrate's deevnet.toml
          --vault-password-file <FILE>  Decrypt Ansible Vault files and values with the password in this
                                        file; may be given several times
          --survey <FILE>               Look into this survey, which `deevnet observe --out` wrote,
                                        instead of asking the nodes
          --cosmetic                    Show how machines are described too: tags, descriptions and the
                                        order of start
          --format <FORMAT>             How to print it [default: text] [possible values: text, json]
      -h, --help                        Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet drift                              where the nodes of this inventory differ
      deevnet drift --cosmetic                   tags, descriptions and the order of start too
      deevnet drift --survey survey.json --format json

    Differences of identity come first: a MAC address, VLAN, VMID, name or address,
    a machine that is missing or that nothing declares any more. Then what a machine
    can do: processors, memory, disks, whether it runs. How it is only described is
    left out unless it is asked for.

    Exit codes: 0 without drift of identity, 2 with it, or where something is wrong,
    1 when it could not be found out.
    ");
}

#[test]
fn apply_explains_itself() {
    insta::assert_snapshot!(help(&["apply"]), @"
    Make the nodes what is declared

    Usage: deevnet apply [OPTIONS] [PATH]

    Arguments:
      [PATH]  A substrate's directory, a host file, or `-`. Default: the current directory

    Options:
          --target <NAME>               Only this host, workload (`api.orchard`) or tenant; may be given
                                        several times
          --adopt <NAME>                Take over the virtual machine that has the declared VMID and
                                        name, or the network of the tenant, although nothing on the node
                                        says that it is owned; may be given several times
          --reboot                      Stop and start running machines where a value takes effect only
                                        then
          --access <FILE>               Read endpoints, trust and credentials of nodes from this file.
                                        Default: the one that `DEEVNET_ACCESS` names
          --config <FILE>               Read this configuration instead of the substrate's deevnet.toml
          --vault-password-file <FILE>  Decrypt Ansible Vault files and values with the password in this
                                        file; may be given several times
          --inventory <PATH>            The inventory that a saved plan belongs to. Default: the current
                                        directory
      -y, --yes                         Do it without asking; needed where nobody can be asked
          --dry-run                     Show the plan and do nothing
          --allow-destroy               Remove what the plan removes: machines with their disks, and
                                        parts of tenants' networks
          --force                       Apply a plan that changes or removes more than 30 % of the owned
                                        machines, where there are 10 or more
          --format <FORMAT>             How to print the result; JSON is without the plan, as `deevnet
                                        schema apply` describes it [default: text] [possible values:
                                        text, json]
      -h, --help                        Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet apply                              plan for this inventory, show it, ask, and do it
      deevnet apply inventories/home --yes       without asking
      deevnet apply --target dns-vm01            one machine
      deevnet apply plan.json                    what `deevnet plan --out plan.json` wrote
      deevnet apply --allow-destroy              remove machines that nothing declares any more

    A saved plan belongs to the inventory in this directory, or to the one that
    --inventory names, and is refused where the nodes or the declaration have
    changed since.

    What a machine will boot with is read back after its last change and compared
    with everything that was set; a machine that differs is not started. A step
    that fails stops those that stand on it, and no other: run it again to finish.
    Ctrl-C lets the running steps end and begins no others; a second one ends at
    once, which the next run puts right.

    Exit codes: 0 when all is done and nothing differs any more, 2 when what was
    allowed is done and differences remain (or would be ended, with --dry-run), 1
    when something failed, was refused or was not begun.
    ");
}

#[test]
fn schema_completions_and_man_explain_themselves() {
    insta::assert_snapshot!(help(&["schema"]), @"
    Print the JSON Schema of a result, of the inventory's variables or of deevnet.toml

    Usage: deevnet schema [OPTIONS] <SUBJECT>

    Arguments:
      <SUBJECT>
              What the schema describes

              Possible values:
              - apply:     What `deevnet apply --format json` prints
              - config:    The configuration `deevnet.toml`
              - findings:  What `deevnet check --format json` prints
              - inventory: The variables of `host_vars` and `group_vars` that deevnet reads
              - plan:      What `deevnet plan --format json` prints and `--out` writes
              - survey:    What `deevnet observe --format json` prints and `--out` writes
              - vlan-plan: What `deevnet emit vlan-plan` writes

    Options:
      -h, --help
              Print help (see a summary with '-h')

    Global options:
          --color <WHEN>
              When to use colours: `auto` is on a terminal, unless `NO_COLOR` or `CLICOLOR=0` is set

              [default: auto]
              [possible values: auto, always, never]

    Examples:
      deevnet schema findings > deevnet-findings.schema.json
      deevnet schema inventory > deevnet-inventory.schema.json

    An editor with a YAML language server checks and completes a file of host_vars
    or group_vars that begins with:
      # yaml-language-server: $schema=../deevnet-inventory.schema.json
    ");
    insta::assert_snapshot!(help(&["completions"]), @"
    Print the completion script of a shell

    Usage: deevnet completions [OPTIONS] <SHELL>

    Arguments:
      <SHELL>  The shell [possible values: bash, elvish, fish, powershell, zsh]

    Options:
      -h, --help  Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet completions bash > /etc/bash_completion.d/deevnet
      deevnet completions zsh > ~/.zfunc/_deevnet
      deevnet completions fish > ~/.config/fish/completions/deevnet.fish
    ");
    insta::assert_snapshot!(help(&["man"]), @"
    Print the manual page, or write it and one for each verb

    Usage: deevnet man [OPTIONS]

    Options:
          --out <DIR>  Write the main page and a page for each verb into this directory
      -h, --help       Print help

    Global options:
          --color <WHEN>  When to use colours: `auto` is on a terminal, unless `NO_COLOR` or
                          `CLICOLOR=0` is set [default: auto] [possible values: auto, always, never]

    Examples:
      deevnet man | man -l -                       read the main page
      deevnet man --out ~/.local/share/man/man1    install all of them; then
                                                   `man deevnet-check`
    ");
}
