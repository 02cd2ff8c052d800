import { refused } from './refused.ts';

refused('SIMPLE 4 (rule 9)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 4 }] }] } }',
  ],
  errors: [
    '4:158+1 SIMPLE level cannot be 4 (rule 9) | step 1 (event) | expected a whole number from 0 to 3 | actual 4',
  ],
});

refused('SIMPLE 1.5 (rule 9)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1.5 }] }] } }',
  ],
  errors: [
    '4:158+3 SIMPLE level cannot be 1.5 (rule 9) | step 1 (event) | expected a whole number from 0 to 3 | actual 1.5',
  ],
});

refused('a signal name that is none', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPEL", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:85+8 no signal has the name "SIMPEL" | step 1 (event) | expected one of SIMPLE, ELECTRICITY_PRICE, ENERGY_PRICE, DEMAND_CHARGE, BID_PRICE, BID_LOAD, BID_ENERGY, CHARGE_STATE, LOAD_DISPATCH, LOAD_CONTROL, or x-… | try: "SIMPLE"',
  ],
});

refused('a signal type that is none', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "x-mine", "type": "levels", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:103+8 no signal has the type "levels" | step 1 (event) | expected one of delta, level, multiplier, price, priceMultiplier, priceRelative, setpoint, x-loadControlCapacity, x-loadControlLevelOffset, x-loadControlPercentOffset, x-loadControlSetpoint | try: "level"',
  ],
});

refused('a type that the signal does not have (rule 104)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "price", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: ['4:103+7 SIMPLE has no type "price" (rule 104, Table 1) | step 1 (event) | expected level'],
});

refused('a unit that the signal cannot carry', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "unit": { "name": "powerReal" }, "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:120+1 SIMPLE level cannot carry powerReal (rule 104, Table 1) | step 1 (event) | expected no unit | actual powerReal',
  ],
});

refused('a unit of another kind', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "LOAD_DISPATCH", "type": "setpoint", "unit": { "name": "voltage" }, "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:140+9 LOAD_DISPATCH setpoint cannot carry voltage (rule 104, Table 1) | step 1 (event) | expected powerReal, powerApparent, powerReactive | actual voltage',
  ],
});

refused('a unit name that is none', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "LOAD_DISPATCH", "type": "setpoint", "unit": { "name": "powerreal" }, "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:140+11 no unit has the name "powerreal" | step 1 (event) | expected one of customUnit, current, currency, currencyPerKWh, currencyPerKW, currencyPerThm, frequency, Therm, temperature, pulseCount, voltage, energyItem, energyApparent, energyReactive, energyReal, powerItem, powerApparent, powerReactive, powerReal | try: "powerReal"',
  ],
});

refused('itemUnits that the unit does not have', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "LOAD_DISPATCH", "type": "setpoint", "unit": { "name": "powerReal", "units": "kW" }, "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: ['4:162+4 powerReal is not measured in "kW" | step 1 (event) | expected W or J/s | try: "W"'],
});

refused('a currency that is none', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "ELECTRICITY_PRICE", "type": "price", "unit": { "name": "currencyPerKWh", "units": "EURO" }, "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:168+6 currencyPerKWh is not measured in "EURO" | step 1 (event) | expected a currency code such as USD | try: "EUR"',
  ],
});

refused('a scale that is none', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "LOAD_DISPATCH", "type": "setpoint", "unit": { "name": "powerReal", "scale": "kilo" }, "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:162+6 wrong value for "scale" | step 1 (event) | expected one of p, n, micro, m, c, d, k, M, G, T, none | actual "kilo"',
  ],
});

refused('a unit that is needed', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "BID_PRICE", "type": "price", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:75+1 BID_PRICE price needs a unit (rule 104, Table 1) | step 1 (event) | expected "unit" with a name of currency, currencyPerKWh, currencyPerKW, currencyPerThm',
  ],
});

refused('a custom unit without description', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "x-mine", "type": "setpoint", "unit": { "name": "customUnit", "units": "ppm" }, "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: ['4:123+1 customUnit needs a description | step 1 (event) | expected "description"'],
});

refused('signals of different length (rules 8, 102)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }, { "name": "x-a", "type": "level", "intervals": [{ "duration": "PT15S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:213+1 the intervals of each signal must add up to the same duration (rules 8, 102) | step 1 (event) | expected 10s | actual 15s',
  ],
});

refused('an open end among intervals', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT0S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:177+6 an open end (a duration of zero) is possible in a single interval only (rules 8, 47, 102) | step 1 (event) | try: give it a duration, or keep this interval alone',
  ],
});

refused('decimals on the wire (rule 1)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT0.5S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:140+8 wrong value for "duration" | step 1 (event) | expected a duration in whole seconds like PT15M | actual "PT0.5S"',
  ],
});

refused('weeks on the wire', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "startAfter": "P1W", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:77+5 wrong value for "startAfter" | step 1 (event) | expected a duration in whole seconds like PT15M | actual "P1W" | try: "P7D"',
  ],
});

refused('a priority that is none (rule 3)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "priority": -1, "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: ['4:75+2 a priority is a whole number (rule 3) | step 1 (event) | expected 1 highest … 0 none | actual -1'],
});

refused('two venIDs in the target (rule 63)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "targets": { "venID": ["a", "b"] }, "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:85+1 an event is aimed at one venID at most (rule 63) | step 1 (event) | try: with several VENs each gets an event of its own: leave venID out, "ven" says who',
  ],
});

refused('a device class that is none (rule 111)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "deviceClass": "Termostat", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:127+11 "Termostat" is no device class (rule 111) | step 1 (event) | expected one of Thermostat, Strip_Heater, Baseboard_Heater, Water_Heater, Pool_Pump, Sauna, Hot_tub, Smart_Appliance, Irrigation_Pump, Managed_Commercial_and_Industrial_Loads, Simple_Residential_On_Off_Loads, Exterior_Lighting, Interior_Lighting, Electric_Vehicle, Generation_Systems, Load_Control_Switch, Smart_Inverter, EVSE, RESU, Energy_Management_System, Smart_Energy_Module, Storage, or x-… | try: "Thermostat"',
  ],
});

refused('a signalID twice (rule 107)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "signalID": "s", "intervals": [{ "duration": "PT10S", "value": 1 }] }, { "name": "x-a", "type": "level", "signalID": "s", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: ['4:229+3 the signalID "s" is taken in this event (rule 107) | step 1 (event)'],
});

refused('a start with an offset', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "2026-07-01T14:00:00+02:00", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:54+27 date-times are in Zulu (rule 1) | step 1 (event) | actual "2026-07-01T14:00:00+02:00" | try: "2026-07-01T12:00:00Z"',
  ],
});

refused('a start that is none', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "tomorrow", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:54+10 no step has the id "tomorrow" | step 1 (event) | expected a duration, a date-time in Zulu or an anchor | try: one of peak',
  ],
});

refused('a modification that changes nothing', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }',
    '{ "do": "modify", "event": "peak" }',
  ],
  errors: ['5:5+1 the modification changes nothing | step 2 (modify) | expected "set", "patch" or both'],
});

refused('an answer that is not offered', {
  steps: ['{ "do": "prompt", "text": "?", "answers": ["yes", "no"], "pass": ["y"] }'],
  errors: ['4:71+3 "y" is none of the answers | step 1 (prompt) | expected one of yes, no'],
});
