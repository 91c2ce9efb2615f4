//! What the projects are about.

/// A project and everything that its page says.
pub(super) struct Story {
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) icon: &'static str,
    /// The area whose tasks belong to it.
    pub(super) area: &'static str,
    pub(super) stage: &'static str,
    pub(super) health: &'static str,
    pub(super) lead: &'static str,
    pub(super) teams: &'static [&'static str],
    /// Written by people, and so not always a number.
    pub(super) budget: &'static str,
    pub(super) goal: &'static str,
    pub(super) why: &'static [&'static str],
    pub(super) voice: &'static str,
    pub(super) agreed: &'static [&'static str],
    /// Lines indented by two spaces a level.
    pub(super) outline: &'static str,
    /// Lines of a table, cells parted by `|`.
    pub(super) risks: &'static [&'static str],
    pub(super) helps: [&'static str; 2],
    pub(super) hurts: [&'static str; 2],
    pub(super) next: &'static [&'static str],
    /// Language and source.
    pub(super) code: Option<(&'static str, &'static str)>,
    /// How many days have an entry.
    pub(super) diary: i64,
}

/// What a day in a project is like.
pub(super) const DIARY: &[&str] = &[
    "Second supplier visited. Friendly people, slow paint line.",
    "Measured again with the cold battery: 14 % less range, as feared.",
    "Nothing, everybody at the dealer day.",
    "The adapter arrived and does not fit. Sent a photograph to Velko.",
    "Agreed with Femke on the rack plan, Jonas draws it.",
    "Half the day lost to the network in the hall.",
    "Prototype rides. Brakes squeal, everything else is quiet.",
    "Three of five parents say the same thing about the step.",
    "Cut the scope: no second colour before spring.",
    "Quote is in. Eight percent above the plan, still below the old one.",
    "Pilot customer called just to say that she likes it.",
    "Found the rattle: a washer of 2016.",
    "Review with everyone, 40 minutes, two decisions.",
    "Carrier damaged one box; insurance wants six photographs.",
    "The lab confirmed the slot and wants the fixture a week earlier.",
    "Rain. Tested the cover instead.",
    "Dmitri ill, Bruno takes the fixture.",
    "Numbers checked with Hana: **on plan**, for once.",
    "Translated the first chapter; `torque` has no good Danish word here.",
    "Wrote to the dealers. Eleven answers by evening.",
];

/// What is noted below such a day.
pub(super) const DETAIL: &[&str] = &[
    "To be repeated with the long frame.",
    "Photographs are in the folder of the week.",
    "Costs two days, but saves the second visit.",
    "Ask again in a month.",
    "Decided by Ada and Bruno, Katrin informed.",
];

/// Every project.
pub(super) const STORIES: &[Story] = &[
    Story {
        key: "halden-4",
        title: "Halden 4 launch",
        icon: "🚲",
        area: "Product",
        stage: "Build",
        health: "Amber",
        lead: "bruno",
        teams: &["Product", "Shop"],
        budget: "184000",
        goal: "Twelve pilot bikes with families by the end of January, the shop open for orders on 1 March.",
        why: &[
            "The Halden 3 is five years old, and every second visitor asks for a lower step.",
            "The new frame saves **1.9 kg** and eleven welds. Each weld is four minutes and one thing that can crack.",
        ],
        voice: "I would buy it tomorrow if I could lift the front wheel over our doorstep.",
        agreed: &[
            "One frame, two lengths. No third length, whoever asks.",
            "20 inch in front, 26 at the back.",
            "The battery stays compatible with the Halden 3, or the recall was for nothing.",
            "We show it to the dealers before we show it to anybody else.",
        ],
        outline: "\
Frame
  Front
    Head tube
      Bearing seat
        Tolerance
          Measured on prototype 2: 0.04 mm too wide
            Cause: the reamer was worn
              New reamer ordered, invoice with Hana
    Box floor
      Birch, 12 mm
      Alternatives
        Honeycomb panel, lighter and four times the price
  Rear triangle
    Dropouts
      Fatigue test
        Sample 1: passed 100,000
        Sample 2: passed 100,000
        Sample 3: crack after 81,200
          Seen from below only
            2 mm beside the weld, not in it
Drive
  Motor
    60 Nm
    85 Nm, for hills
      Firmware 2.8 wanted
  Belt
    Tensioner
      Second supplier",
        risks: &[
            "Risk | How likely | What we do",
            "Crack at the dropout | possible | thicker plate, test again in December",
            "Motor firmware late | likely | launch with 2.7, update at the first service",
            "Paint line slow | certain | order the launch colours in November",
        ],
        helps: ["The lab gives us two weeks instead of one", "Dealers want it"],
        hurts: ["One welder for two frames", "Winter: paint dries slowly"],
        next: &[
            "Freeze the head tube",
            "Order twelve frames",
            "Book the photographer",
            "Write the load table",
        ],
        code: Some((
            "python",
            "\
# Stock that the launch needs, by week.\nfor week in range(6, 14):\n    bikes = plan[week]\n    need = {part: count * bikes for part, count in parts.items()}\n    short = {part: n - stock[part] for part, n in need.items() if n > stock[part]}\n    print(week, bikes, short or \"enough\")",
        )),
        diary: 118,
    },
    Story {
        key: "shop-rebuild",
        title: "Web shop rebuild",
        icon: "🛒",
        area: "Shop",
        stage: "Build",
        health: "Green",
        lead: "chiara",
        teams: &["Shop", "Money"],
        budget: "62500",
        goal: "The same shop, half the loading time, and a configurator that does not let you build a bike we cannot weld.",
        why: &[
            "Two thirds of our visitors come on a phone and wait **4.1 seconds** for the first picture.",
            "The configurator sold nineteen bikes this year that do not exist. Each was a long telephone call.",
        ],
        voice: "I configured it three times and every time the price was another one.",
        agreed: &[
            "Delivery week before basket.",
            "One page per bike, no carousel.",
            "Prices come from one place, which is not the shop.",
        ],
        outline: "\
Configurator
  Rules
    What excludes what
      Child seat
        not with the flatbed
          because of the belt anchor
            see drawing 1142
              sheet 3, lower left
    What needs what
      85 Nm motor needs the large battery
Checkout
  Address
    Delivery note must survive a change
  Payment
    Card
    Invoice
      Dealers only
        Credit line
          Shown before ordering
            In the currency of the dealer",
        risks: &[
            "Risk | How likely | What we do",
            "Rules forgotten | likely | let assembly check every rule once",
            "Search engines | possible | keep every old address alive",
        ],
        helps: ["All photographs are new", "Elif knows the old code by heart"],
        hurts: ["Elif is away from February", "Nobody owns the texts"],
        next: &["Rules for the flatbed", "Move the images", "Test with a screen reader"],
        code: Some((
            "sql",
            "\
select bike, count(*) as orders\nfrom baskets\nwhere impossible and month >= '2026-01'\ngroup by bike\norder by orders desc;",
        )),
        diary: 34,
    },
    Story {
        key: "recall",
        title: "Battery recall 2026",
        icon: "🔋",
        area: "Support",
        stage: "Launch",
        health: "Red",
        lead: "gustavo",
        teams: &["Support", "Operations", "Money"],
        budget: "97250",
        goal: "All 412 batteries of batch 7 exchanged before the first frost, and nobody has to ask twice.",
        why: &[
            "Batch 7 has a seal that shrinks in the cold. Two batteries got wet inside; nobody was hurt.",
            "Owners hear it from **us** first, with a date and a name.",
        ],
        voice: "Your letter was the first recall letter I understood.",
        agreed: &[
            "We come to the customer, not the other way round.",
            "Every exchange is photographed: number, seal, torque.",
            "Dealers are paid per exchange, within a week.",
        ],
        outline: "\
Batches
  Batch 7
    Cities
      Berlin
        First round
          62 of 71 exchanged
            9 not reached
              4 moved away
                2 found through the dealer
      Utrecht
        54 of 54
      Copenhagen
        31 of 48
          Van broke down on 19 October
  Batch 8
    Not affected, tested six
Letters
  First letter
    German
    Dutch
    Danish
  Reminder
    Only by telephone",
        risks: &[
            "Risk | How likely | What we do",
            "Frost before we are done | likely | offer storage indoors, pay for it",
            "Owner unknown | certain for some | ask the dealers, then the insurers",
            "Supplier does not pay | possible | Hana talks to the broker",
        ],
        helps: ["Dealers volunteer", "The checklist works"],
        hurts: ["One van", "Addresses from 2021"],
        next: &["Call the nine in Berlin", "Second van", "Weekly number to the authority"],
        code: Some((
            "bash",
            "\
# Serial numbers that were sold but never exchanged.\ncomm -23 <(sort sold.txt) <(sort exchanged.txt) > open.txt\nwc -l open.txt",
        )),
        diary: 126,
    },
    Story {
        key: "new-hall",
        title: "Move to the Aumaker hall",
        icon: "📦",
        area: "Operations",
        stage: "Build",
        health: "Green",
        lead: "femke",
        teams: &["Operations"],
        budget: "41000",
        goal: "One weekend in December, no order delayed by more than two days.",
        why: &[
            "We pay for three storage units and still keep frames in the corridor.",
            "The new hall has a gate a truck fits through. That alone saves four hours a week.",
        ],
        voice: "If I have to move that crate once more to open the fridge, I quit.",
        agreed: &[
            "Count first, move then.",
            "Nothing moves that was not touched since 2023.",
            "Paint goes last and alone.",
        ],
        outline: "\
Hall
  Zone A
    Rack 1
      Shelf 1
        Box 1 to 12
          Brakes
            Levers, left
            Levers, right
              The missing crate belongs here
  Zone B
    Assembly
      Station 1
      Station 2
      Station 3
        New bench
          Height 92 cm
            Katrin and Jonas agreed, in writing
              Photograph is on the wall
  Zone C
    Paint, locked",
        risks: &[
            "Risk | How likely | What we do",
            "Ice on the ramp | possible | salt, and a second date",
            "Pallet lift fails | likely | rent one for the weekend",
        ],
        helps: ["Two dealers lend hands", "Empty month for deliveries"],
        hurts: ["Inspection of the lift", "Christmas orders"],
        next: &["Rack plan", "Opening hours", "Count the spokes"],
        code: None,
        diary: 22,
    },
    Story {
        key: "dealer-portal",
        title: "Dealer portal",
        icon: "🤝",
        area: "Shop",
        stage: "Discovery",
        health: "Amber",
        lead: "ines",
        teams: &["Shop", "Support"],
        budget: "38000",
        goal: "A dealer finds a part, its price and its delivery week without calling anybody.",
        why: &[
            "Dealers call **140 times a week**. Ninety of these calls ask where something is.",
            "The price list is a document from March.",
        ],
        voice: "I do not want a portal. I want to know when the pallet comes.",
        agreed: &[
            "Start with the pallet.",
            "No new password.",
            "The credit line is shown, not hidden.",
        ],
        outline: "\
Dealer
  Orders
    Open
      Where is it
        Carrier
          Tracking number
            Shown as a date, not as a code
              With the hour, on the last day
  Parts
    By drawing
      Click on the part
    By number
  Warranty
    New case
      Photographs
        Three at least",
        risks: &[
            "Risk | How likely | What we do",
            "Nobody uses it | possible | five dealers from the first week",
            "Prices leak | unlikely | log in with a passkey",
        ],
        helps: ["Carrier has an interface", "Five dealers want to test"],
        hurts: ["Drawings are not clickable", "Two price lists"],
        next: &["Talk to the carrier", "Sketch the first page", "Choose five dealers"],
        code: Some((
            "json",
            "{\n  \"order\": \"H-20417\",\n  \"pallets\": 2,\n  \"arrives\": \"2026-11-06\",\n  \"between\": [\"08:00\", \"11:00\"]\n}",
        )),
        diary: 17,
    },
    Story {
        key: "test-bench",
        title: "Frame test bench",
        icon: "🧪",
        area: "Product",
        stage: "Paused",
        health: "Amber",
        lead: "dmitri",
        teams: &["Product", "Money"],
        budget: "55800",
        goal: "Break our own frames, in our own hall, before somebody else does.",
        why: &[
            "A week at the lab costs as much as a month of our own bench.",
            "The ministry pays **40 %** if we answer their letter.",
        ],
        voice: "A frame you have not broken is a frame you do not know.",
        agreed: &["Buy the cylinder, build the rest.", "The lab stays for the certificate."],
        outline: "\
Bench
  Cylinder
    Offers
      First: too small
      Second: good, twelve weeks
        Deposit
          30 %
            Only after the ministry answers
              Asked again on 20 October
  Control
    Counter
    Stop
      When the frame breaks
      When a person is inside the line
        Light curtain
          Two suppliers",
        risks: &[
            "Risk | How likely | What we do",
            "No subsidy | possible | smaller cylinder",
            "Noise | certain | box of mineral wool",
        ],
        helps: ["Space in the new hall", "Dmitri built one before"],
        hurts: ["Waiting for a letter", "Twelve weeks delivery"],
        next: &["Answer the ministry", "Draw the foundation"],
        code: None,
        diary: 9,
    },
    Story {
        key: "subscription",
        title: "Subscription pilot in Utrecht",
        icon: "🔁",
        area: "Money",
        stage: "Discovery",
        health: "Green",
        lead: "hana",
        teams: &["Money", "Support", "Shop"],
        budget: "23900",
        goal: "Thirty families ride for a monthly price, and we learn what a bike costs that never leaves us.",
        why: &[
            "A cargo bike is used for six years and paid for in one day.",
            "Used bikes come back to us anyway, only later and rustier.",
        ],
        voice: "For the price of the second car's insurance? Where do I sign?",
        agreed: &[
            "One price, service included.",
            "Twelve months, then monthly.",
            "Thirty bikes, not one more before the numbers are in.",
        ],
        outline: "\
Price
  Costs
    Bike
      Over five years
    Service
      Two visits a year
        Van
          Shared with the recall
            Until December
              Then our own, or none
    Insurance
  What families say
    Interviews
      Eleven done
        Eight want it
          Six at 129
          Two at 99",
        risks: &[
            "Risk | How likely | What we do",
            "Bikes are stolen | likely | tracker, and a lock that is worth it",
            "Nobody stays after a year | possible | ask after three months",
        ],
        helps: ["The city likes it", "Bikes from the trade-in"],
        hurts: ["Insurance is new to us", "Cash is tied up"],
        next: &["Two scenarios", "Terms in Dutch", "Talk to the insurer"],
        code: None,
        diary: 14,
    },
    Story {
        key: "apprentices",
        title: "Apprenticeship from spring",
        icon: "🎓",
        area: "People",
        stage: "Idea",
        health: "Green",
        lead: "katrin",
        teams: &["People", "Product"],
        budget: "12400",
        goal: "Two apprentices start in March, and in three years they can build a bike alone.",
        why: &[
            "We searched for a welder for seven months.",
            "Everybody here learned from somebody who had time.",
        ],
        voice: "Nobody shows you how to hold the torch any more.",
        agreed: &[
            "Two, not one: one alone is lonely.",
            "Each has one person who answers questions.",
        ],
        outline: "\
First year
  Workshop
    Wheels
      Spoking
        Front
        Rear
          Left side first
            Because of the brake disc
              Explained by Jonas, with a drawing
  School
    Tuesdays
Second year
  Welding
    Course in Turku
Third year
  A bike of their own",
        risks: &[
            "Risk | How likely | What we do",
            "Nobody applies | possible | visit the two schools",
            "No time to teach | likely | one day a week is fixed",
        ],
        helps: ["The chamber helps with papers", "Bruno wants to teach"],
        hurts: ["School is far away", "Contract is new to us"],
        next: &["Contract", "Visit the schools"],
        code: None,
        diary: 6,
    },
    Story {
        key: "winter-service",
        title: "Winter service campaign",
        icon: "❄️",
        area: "Support",
        stage: "Finished",
        health: "Green",
        lead: "jonas",
        teams: &["Support", "Operations"],
        budget: "8600",
        goal: "Forty bikes a week through the workshop while it is quiet, instead of ninety a week in April.",
        why: &[
            "In April customers wait three weeks, in January nobody comes.",
            "A winter service finds the brake pads before the rain does.",
        ],
        voice: "You picked it up, you brought it back, and it is clean. I did not know it was blue.",
        agreed: &[
            "Pick-up within 15 km.",
            "One price, parts extra, a call before anything above 80.",
        ],
        outline: "\
Week
  Monday
    Pick-up
      Van 1
        North
          Six bikes
            In the order of the map
              Not of the list
  Tuesday to Thursday
    Workshop
      Wash
      Check
        Brakes
        Belt
        Lights
  Friday
    Return",
        risks: &[
            "Risk | How likely | What we do",
            "Snow | possible | move the week, tell everyone by noon",
            "Too few parts | unlikely | order pads in October",
        ],
        helps: ["Mechanics have time", "Customers are at home"],
        hurts: ["Cold van", "Dark at four"],
        next: &["Forty slots in the calendar", "Newsletter"],
        code: Some(("yaml", "week: 3\nslots: 40\nvans: [north, south]\nprice: 149")),
        diary: 28,
    },
];
