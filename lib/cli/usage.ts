export const USAGE = `Usage: gridloom COMMAND ...

  powerflow FILE      the power flow of a network
    --method newton|sweep|dc    newton where nothing is said
    --start case|flat|dc        where newton starts: the voltages of the file (where nothing is said), 1 per unit,
                                the DC angles; sweeps start flat
    --reactive-limits           generators deliver no more than they can (newton)
    --repeat N                  solves N more times from the same start, for the timings; 1 where nothing is said
  contingency FILE    every outage of one branch
    --screen ac|dc              all by AC, or those that matter by DC distribution factors; ac where nothing is said
    --threads N                 worker threads; as many as pay where nothing is said
    --reactive-limits           as with powerflow
    --risk FILE                 failure probabilities, as with paths: ranks outages by probability × load lost
  estimate FILE MEASUREMENTS    the state of a network from measurements (CSV or JSON), and which of them are wrong
    --no-pseudo                 no nominal loads in the place of sensors: says what is not observable
    --threshold T               normalised residuals above it are gross errors; by their number where nothing is said
  paths FILE          the cheapest supply path of every bus
    --node ID                   of this bus alone, with alternatives and a backup
    --alternatives K            how many paths, 1 to 20; 3 where nothing is said
    --risk FILE                 failure probabilities: {"edges": {"ID": 0.02}} or what /api/grid/risk answers
    --risk-weight W             of a failure probability against per-unit resistance; 0.1 where nothing is said
  reconfigure FILE    the radial (or any) switching with the smallest losses, and the way there
    --method exact|exchange|auto    all configurations, branch exchange, or what the time allows (where nothing is said)
    --method agent --model DIR      one decision of a trained agent; without DIR the one that comes for this network
    --time-limit S  --seed N    10 seconds and seed 1 where nothing is said
    --risk FILE  --risk-weight W    failure probabilities of branches, and the worth of power at risk in power lost; 1
    --switching-cost KW         what every operation must earn; 0 where nothing is said
    --max-operations N          from the present switching
    --lock ROWS                 rows that stay as they are, such as 3,7, or that must be 5:open or 6:closed
    --operations-left FILE      how often switches may still move: {"edges": {"ID": 0}}; those with 0 stay
    --meshed                    loops may stay closed: any switching that supplies all may be the answer
  restore FILE        who gets supply back after a trip, and by which switches
    --trip ID[,ID...]           the branches that have failed or are about to
    --time-limit S              seconds; 10 where nothing is said, 0 for the isolation alone
    --max-operations N          beyond the isolation; 4, and 2 for each further branch, where nothing is said
  agent train NETWORK --out DIR         trains the learning agent of a network
    --minutes M  --episodes N   when it ends: 2 minutes, and no limit of days, where nothing is said
    --seed N                    1 where nothing is said
  agent evaluate NETWORK --model DIR    its decisions against the exact or best known ones
    --states N  --days N  --seed N      100, 10 and 1 where nothing is said
  risk train          a failure model of your own rows, CSV with a header
    --data FILE --target COLUMN --out DIR       COLUMN is a name or a number from 1
    --folds FILE | --split TIMECOL              what is held out: the fold of each row, or the latest fifth
    --group COLUMN              rows of one group, such as an asset, are never parted; with cross-validate too
    --seed N                    1 where nothing is said
  risk evaluate --model DIR --data FILE --target COLUMN     how good a model is
  risk cross-validate --data FILE --target COLUMN --folds FILE
  risk score --model DIR --data FILE                        the failure probability of each row
  risk boost --data FILE --target COLUMN --depth D --eta E --rounds R    the plain booster on its own rows
  risk anomaly --data FILE --label COLUMN --seeds N         the isolation forest, mean over seeds 1 to N
    --header no  --features a,b,c  --derive 'name=EXPRESSION'    how the table is read; EXPRESSION in JSONata
  risk import FILE --out DIR                    XGBoost's model.json, or an ONNX tree ensemble
  risk export DIR --onnx FILE                   the whole ensemble as one graph
  simulate NETWORK    a simulated run as a file, one snapshot a line
    --ticks N  --interval S     how many, and simulated seconds between them; 3600 where nothing is said
    --out FILE                  where to
    --seed K  --start T         1 and 2026-01-01T00:00:00Z where nothing is said
    --scenario NAME|FILE        heat-wave, storm, evening-peak, ageing-fleet, single-trip, cascading-overload,
                                sensor-failure, false-data, none, or a file
    --acceleration A            failures so many times as often; 1, and 0 for none
    --labels FILE               every edge at every time, and whether, when and why it fails: .csv or .ndjson
    --horizon-days D            within so many days; 30 where nothing is said
    --load-shape FILE  --weather FILE  --latitude DEG  --longitude DEG  --pv-percent P
  convert IN OUT      a network from one format into another
    --format gridloom|matpower|matpower-json    by OUT's ending (.json, .m) where nothing is said
  generate OUT        a synthetic network
    --kind feeders|meshed       radial feeders with open ties, or a meshed grid with several generators
    --nodes N                   100 where nothing is said
    --sources N                 feeders, or generators
    --seed N                    1 where nothing is said
  check FILE          whether a network can be used, and what is in it

FILE, or NETWORK, is a network of Gridloom (.json), a MATPOWER case (.m, or .json with its tables), or builtin:NAME
(NAME alone where no file is called so).
--json prints exactly one JSON object on standard output. --help and --version are told here.
Exit codes: 0 done, 1 not converged, 2 a file or an option is refused, 70 failed inside or nowhere to write.
`;
