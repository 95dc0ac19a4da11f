"use strict";
exports.validateSnapshot = validate11;
const schema12 = {"type":"object","properties":{"grid_id":{"$ref":"#/definitions/Id","description":"The network that this is a state of."},"run_id":{"$ref":"#/definitions/Id","description":"Changes whenever the source starts anew; the sequence grows within a run."},"sequence":{"type":"integer","description":"Grows by one each tick.","minimum":0},"timestamp":{"$ref":"#/definitions/Timestamp","description":"When the state was measured, ISO 8601 in UTC."},"source":{"type":"string","enum":["simulated","telemetry","replay"]},"data_source":{"$ref":"#/definitions/DataSource"},"nodes":{"type":"array","items":{"$ref":"#/definitions/SnapshotNode"}},"edges":{"type":"array","items":{"$ref":"#/definitions/SnapshotEdge"}},"metrics":{"$ref":"#/definitions/Metrics"},"risk_model":{"$ref":"#/definitions/RiskModelInfo","description":"Added by risk-predict."},"optimization":{"$ref":"#/definitions/Optimization","description":"Added by path-optimize."}},"required":["grid_id","sequence","timestamp","source","nodes","edges","metrics"],"description":"One state of the grid at one moment."};
const schema13 = {"type":"string","description":"One to 128 characters on one line.","pattern":"^.{1,128}$"};
const schema15 = {"type":"string","description":"A moment, ISO 8601 in UTC, such as 2026-01-31T12:00:00.000Z.","format":"date-time","pattern":"^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$"};
const pattern0 = new RegExp("^.{1,128}$", "u");
const pattern2 = new RegExp("^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$", "u");
const schema16 = {"type":"object","properties":{"description":{"type":"string","description":"Such as \"scada-sim, seed 1\"."},"interval_s":{"$ref":"#/definitions/NonNegative","description":"Time between ticks, by the clock."},"ticks":{"type":"integer","description":"Snapshots sent in this run.","minimum":0},"skipped_ticks":{"type":"integer","description":"Ticks left out because the one before was still being worked on.","minimum":0}},"required":["description","interval_s","ticks","skipped_ticks"],"description":"What the source says of itself."};
const schema17 = {"type":"number","minimum":0};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.description === undefined) && (missing0 = "description")) || ((data.interval_s === undefined) && (missing0 = "interval_s"))) || ((data.ticks === undefined) && (missing0 = "ticks"))) || ((data.skipped_ticks === undefined) && (missing0 = "skipped_ticks"))){
validate12.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema16.required,parentSchema:schema16,data}];
return false;
}
else {
if(data.description !== undefined){
let data0 = data.description;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate12.errors = [{instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema16.properties.description.type,parentSchema:schema16.properties.description,data:data0}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.interval_s !== undefined){
let data1 = data.interval_s;
const _errs3 = errors;
const _errs4 = errors;
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate12.errors = [{instancePath:instancePath+"/interval_s",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data1}];
return false;
}
}
else {
validate12.errors = [{instancePath:instancePath+"/interval_s",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data1}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ticks !== undefined){
let data2 = data.ticks;
const _errs6 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate12.errors = [{instancePath:instancePath+"/ticks",schemaPath:"#/properties/ticks/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.properties.ticks.type,parentSchema:schema16.properties.ticks,data:data2}];
return false;
}
if(errors === _errs6){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate12.errors = [{instancePath:instancePath+"/ticks",schemaPath:"#/properties/ticks/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16.properties.ticks,data:data2}];
return false;
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.skipped_ticks !== undefined){
let data3 = data.skipped_ticks;
const _errs8 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate12.errors = [{instancePath:instancePath+"/skipped_ticks",schemaPath:"#/properties/skipped_ticks/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema16.properties.skipped_ticks.type,parentSchema:schema16.properties.skipped_ticks,data:data3}];
return false;
}
if(errors === _errs8){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate12.errors = [{instancePath:instancePath+"/skipped_ticks",schemaPath:"#/properties/skipped_ticks/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema16.properties.skipped_ticks,data:data3}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate12.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema16.type,parentSchema:schema16,data}];
return false;
}
}
validate12.errors = vErrors;
return errors === 0;
}

const schema18 = {"type":"object","properties":{"id":{"$ref":"#/definitions/Id"},"name":{"type":"string"},"kind":{"type":"string","enum":["generator","substation"]},"energized":{"type":"boolean","description":"False where no generator reaches the node; its voltage, demand and generation are then 0."},"vm_pu":{"$ref":"#/definitions/NonNegative","description":"Voltage magnitude, per unit of the nominal voltage."},"va_degree":{"type":"number","description":"Voltage angle, degrees."},"demand_mw":{"type":"number","description":"Active power taken (and supplied), MW."},"demand_mvar":{"type":"number","description":"Reactive power taken, Mvar."},"generation_mw":{"type":"number","description":"Active power fed in, MW."},"generation_mvar":{"type":"number","description":"Reactive power fed in, Mvar."},"quality":{"$ref":"#/definitions/Quality"}},"required":["id","name","kind","energized","vm_pu","va_degree","demand_mw","demand_mvar","generation_mw","generation_mvar","quality"],"description":"A bus of the network, as the API's users know it."};
const schema21 = {"type":"string","enum":["good","uncertain","bad"],"description":"How far a measurement may be trusted."};

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((data.id === undefined) && (missing0 = "id")) || ((data.name === undefined) && (missing0 = "name"))) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.energized === undefined) && (missing0 = "energized"))) || ((data.vm_pu === undefined) && (missing0 = "vm_pu"))) || ((data.va_degree === undefined) && (missing0 = "va_degree"))) || ((data.demand_mw === undefined) && (missing0 = "demand_mw"))) || ((data.demand_mvar === undefined) && (missing0 = "demand_mvar"))) || ((data.generation_mw === undefined) && (missing0 = "generation_mw"))) || ((data.generation_mvar === undefined) && (missing0 = "generation_mvar"))) || ((data.quality === undefined) && (missing0 = "quality"))){
validate14.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema18.required,parentSchema:schema18,data}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate14.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data0}];
return false;
}
}
else {
validate14.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data1 = data.name;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate14.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema18.properties.name.type,parentSchema:schema18.properties.name,data:data1}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data2 = data.kind;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate14.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema18.properties.kind.type,parentSchema:schema18.properties.kind,data:data2}];
return false;
}
if(!((data2 === "generator") || (data2 === "substation"))){
validate14.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema18.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema18.properties.kind.enum,parentSchema:schema18.properties.kind,data:data2}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.energized !== undefined){
let data3 = data.energized;
const _errs8 = errors;
if(typeof data3 !== "boolean"){
validate14.errors = [{instancePath:instancePath+"/energized",schemaPath:"#/properties/energized/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema18.properties.energized.type,parentSchema:schema18.properties.energized,data:data3}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vm_pu !== undefined){
let data4 = data.vm_pu;
const _errs10 = errors;
const _errs11 = errors;
if(errors === _errs11){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate14.errors = [{instancePath:instancePath+"/vm_pu",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data4}];
return false;
}
}
else {
validate14.errors = [{instancePath:instancePath+"/vm_pu",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data4}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.va_degree !== undefined){
let data5 = data.va_degree;
const _errs13 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate14.errors = [{instancePath:instancePath+"/va_degree",schemaPath:"#/properties/va_degree/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema18.properties.va_degree.type,parentSchema:schema18.properties.va_degree,data:data5}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.demand_mw !== undefined){
let data6 = data.demand_mw;
const _errs15 = errors;
if(!((typeof data6 == "number") && (isFinite(data6)))){
validate14.errors = [{instancePath:instancePath+"/demand_mw",schemaPath:"#/properties/demand_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema18.properties.demand_mw.type,parentSchema:schema18.properties.demand_mw,data:data6}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.demand_mvar !== undefined){
let data7 = data.demand_mvar;
const _errs17 = errors;
if(!((typeof data7 == "number") && (isFinite(data7)))){
validate14.errors = [{instancePath:instancePath+"/demand_mvar",schemaPath:"#/properties/demand_mvar/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema18.properties.demand_mvar.type,parentSchema:schema18.properties.demand_mvar,data:data7}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.generation_mw !== undefined){
let data8 = data.generation_mw;
const _errs19 = errors;
if(!((typeof data8 == "number") && (isFinite(data8)))){
validate14.errors = [{instancePath:instancePath+"/generation_mw",schemaPath:"#/properties/generation_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema18.properties.generation_mw.type,parentSchema:schema18.properties.generation_mw,data:data8}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.generation_mvar !== undefined){
let data9 = data.generation_mvar;
const _errs21 = errors;
if(!((typeof data9 == "number") && (isFinite(data9)))){
validate14.errors = [{instancePath:instancePath+"/generation_mvar",schemaPath:"#/properties/generation_mvar/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema18.properties.generation_mvar.type,parentSchema:schema18.properties.generation_mvar,data:data9}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.quality !== undefined){
let data10 = data.quality;
const _errs23 = errors;
if(typeof data10 !== "string"){
validate14.errors = [{instancePath:instancePath+"/quality",schemaPath:"#/definitions/Quality/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.type,parentSchema:schema21,data:data10}];
return false;
}
if(!(((data10 === "good") || (data10 === "uncertain")) || (data10 === "bad"))){
validate14.errors = [{instancePath:instancePath+"/quality",schemaPath:"#/definitions/Quality/enum",keyword:"enum",params:{allowedValues: schema21.enum},message:"must be equal to one of the allowed values",schema:schema21.enum,parentSchema:schema21,data:data10}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate14.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema18.type,parentSchema:schema18,data}];
return false;
}
}
validate14.errors = vErrors;
return errors === 0;
}

const schema22 = {"type":"object","properties":{"temperature_c":{"type":"number","description":"Conductor or winding temperature, °C.","minimum":-60,"maximum":400},"load_mw":{"$ref":"#/definitions/NonNegative","description":"Active power carried, MW, whichever way it flows."},"vibration_mm_s":{"$ref":"#/definitions/NonNegative","description":"Vibration velocity, root mean square, mm/s."},"age_years":{"$ref":"#/definitions/NonNegative"},"corrosion":{"$ref":"#/definitions/Probability","description":"Corrosion, 0 (new) to 1 (through)."},"harmonic_distortion_percent":{"$ref":"#/definitions/NonNegative","description":"Total harmonic distortion of the current, %."},"oil_quality":{"$ref":"#/definitions/Probability","description":"Insulation condition, 1 (new) to 0 (spent)."},"trip_count":{"type":"integer","description":"Protection trips since commissioning.","minimum":0},"ambient_temperature_c":{"type":"number","minimum":-60,"maximum":60},"humidity_percent":{"type":"number","minimum":0,"maximum":100},"id":{"$ref":"#/definitions/Id"},"name":{"type":"string"},"from":{"$ref":"#/definitions/Id"},"to":{"$ref":"#/definitions/Id"},"closed":{"type":"boolean","description":"Position of the edge's switch."},"in_service":{"type":"boolean","description":"False while a fault keeps the edge out of service."},"current_ka":{"$ref":"#/definitions/NonNegative","description":"Current at the more heavily loaded end, kA."},"loading_percent":{"$ref":"#/definitions/NonNegative","description":"Apparent power over rating, %."},"loss_mw":{"type":"number","description":"Active power lost in the edge, MW."},"quality":{"type":"object","additionalProperties":{"$ref":"#/definitions/ReadingQuality"},"description":"Only the readings that are not good, by field name."},"risk":{"$ref":"#/definitions/EdgeRisk","description":"Added by risk-predict."}},"required":["age_years","ambient_temperature_c","closed","corrosion","current_ka","from","harmonic_distortion_percent","humidity_percent","id","in_service","load_mw","loading_percent","loss_mw","name","oil_quality","temperature_c","to","trip_count","vibration_mm_s"],"description":"A branch of the network, as the API's users know it."};
const schema26 = {"type":"number","minimum":0,"maximum":1};
const schema34 = {"type":"object","properties":{"quality":{"type":"string","enum":["uncertain","bad"]},"timestamp":{"$ref":"#/definitions/Timestamp","description":"When the value was measured, if not at the snapshot's own time."}},"required":["quality"]};

function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.quality === undefined) && (missing0 = "quality")){
validate17.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema34.required,parentSchema:schema34,data}];
return false;
}
else {
if(data.quality !== undefined){
let data0 = data.quality;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate17.errors = [{instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.quality.type,parentSchema:schema34.properties.quality,data:data0}];
return false;
}
if(!((data0 === "uncertain") || (data0 === "bad"))){
validate17.errors = [{instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/enum",keyword:"enum",params:{allowedValues: schema34.properties.quality.enum},message:"must be equal to one of the allowed values",schema:schema34.properties.quality.enum,parentSchema:schema34.properties.quality,data:data0}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timestamp !== undefined){
let data1 = data.timestamp;
const _errs3 = errors;
const _errs4 = errors;
if(errors === _errs4){
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate17.errors = [{instancePath:instancePath+"/timestamp",schemaPath:"#/definitions/Timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$"},message:"must match pattern \""+"^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$"+"\"",schema:"^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$",parentSchema:schema15,data:data1}];
return false;
}
}
else {
validate17.errors = [{instancePath:instancePath+"/timestamp",schemaPath:"#/definitions/Timestamp/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data1}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate17.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data}];
return false;
}
}
validate17.errors = vErrors;
return errors === 0;
}

const schema36 = {"type":"object","properties":{"failure_probability":{"$ref":"#/definitions/Probability"},"anomaly_score":{"$ref":"#/definitions/Probability","description":"0.5 is ordinary; towards 1 the readings are unlike any that the model was trained on."},"failure_type":{"$ref":"#/definitions/FailureType"},"members":{"$ref":"#/definitions/RiskMembers"},"model_id":{"$ref":"#/definitions/Id"},"model_version":{"type":"string"}},"required":["failure_probability","anomaly_score","failure_type","members","model_id","model_version"],"description":"What risk-predict says of one edge."};
const schema39 = {"type":"string","enum":["thermal_overload","mechanical_fatigue","electrical_disturbance","general_degradation"]};
const schema40 = {"type":"object","properties":{"gradient_boosting":{"$ref":"#/definitions/Probability"},"random_forest":{"$ref":"#/definitions/Probability"},"isolation_forest":{"$ref":"#/definitions/Probability"}},"required":["gradient_boosting","random_forest","isolation_forest"],"description":"What each member of the ensemble says by itself."};

function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.gradient_boosting === undefined) && (missing0 = "gradient_boosting")) || ((data.random_forest === undefined) && (missing0 = "random_forest"))) || ((data.isolation_forest === undefined) && (missing0 = "isolation_forest"))){
validate20.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema40.required,parentSchema:schema40,data}];
return false;
}
else {
if(data.gradient_boosting !== undefined){
let data0 = data.gradient_boosting;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 1 || isNaN(data0)){
validate20.errors = [{instancePath:instancePath+"/gradient_boosting",schemaPath:"#/definitions/Probability/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema26,data:data0}];
return false;
}
else {
if(data0 < 0 || isNaN(data0)){
validate20.errors = [{instancePath:instancePath+"/gradient_boosting",schemaPath:"#/definitions/Probability/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema26,data:data0}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/gradient_boosting",schemaPath:"#/definitions/Probability/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema26.type,parentSchema:schema26,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.random_forest !== undefined){
let data1 = data.random_forest;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1 || isNaN(data1)){
validate20.errors = [{instancePath:instancePath+"/random_forest",schemaPath:"#/definitions/Probability/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema26,data:data1}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate20.errors = [{instancePath:instancePath+"/random_forest",schemaPath:"#/definitions/Probability/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema26,data:data1}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/random_forest",schemaPath:"#/definitions/Probability/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema26.type,parentSchema:schema26,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.isolation_forest !== undefined){
let data2 = data.isolation_forest;
const _errs7 = errors;
const _errs8 = errors;
if(errors === _errs8){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1 || isNaN(data2)){
validate20.errors = [{instancePath:instancePath+"/isolation_forest",schemaPath:"#/definitions/Probability/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema26,data:data2}];
return false;
}
else {
if(data2 < 0 || isNaN(data2)){
validate20.errors = [{instancePath:instancePath+"/isolation_forest",schemaPath:"#/definitions/Probability/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema26,data:data2}];
return false;
}
}
}
else {
validate20.errors = [{instancePath:instancePath+"/isolation_forest",schemaPath:"#/definitions/Probability/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema26.type,parentSchema:schema26,data:data2}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate20.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.type,parentSchema:schema40,data}];
return false;
}
}
validate20.errors = vErrors;
return errors === 0;
}


function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.failure_probability === undefined) && (missing0 = "failure_probability")) || ((data.anomaly_score === undefined) && (missing0 = "anomaly_score"))) || ((data.failure_type === undefined) && (missing0 = "failure_type"))) || ((data.members === undefined) && (missing0 = "members"))) || ((data.model_id === undefined) && (missing0 = "model_id"))) || ((data.model_version === undefined) && (missing0 = "model_version"))){
validate19.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema36.required,parentSchema:schema36,data}];
return false;
}
else {
if(data.failure_probability !== undefined){
let data0 = data.failure_probability;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 1 || isNaN(data0)){
validate19.errors = [{instancePath:instancePath+"/failure_probability",schemaPath:"#/definitions/Probability/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema26,data:data0}];
return false;
}
else {
if(data0 < 0 || isNaN(data0)){
validate19.errors = [{instancePath:instancePath+"/failure_probability",schemaPath:"#/definitions/Probability/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema26,data:data0}];
return false;
}
}
}
else {
validate19.errors = [{instancePath:instancePath+"/failure_probability",schemaPath:"#/definitions/Probability/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema26.type,parentSchema:schema26,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.anomaly_score !== undefined){
let data1 = data.anomaly_score;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1 || isNaN(data1)){
validate19.errors = [{instancePath:instancePath+"/anomaly_score",schemaPath:"#/definitions/Probability/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema26,data:data1}];
return false;
}
else {
if(data1 < 0 || isNaN(data1)){
validate19.errors = [{instancePath:instancePath+"/anomaly_score",schemaPath:"#/definitions/Probability/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema26,data:data1}];
return false;
}
}
}
else {
validate19.errors = [{instancePath:instancePath+"/anomaly_score",schemaPath:"#/definitions/Probability/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema26.type,parentSchema:schema26,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.failure_type !== undefined){
let data2 = data.failure_type;
const _errs7 = errors;
if(typeof data2 !== "string"){
validate19.errors = [{instancePath:instancePath+"/failure_type",schemaPath:"#/definitions/FailureType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.type,parentSchema:schema39,data:data2}];
return false;
}
if(!((((data2 === "thermal_overload") || (data2 === "mechanical_fatigue")) || (data2 === "electrical_disturbance")) || (data2 === "general_degradation"))){
validate19.errors = [{instancePath:instancePath+"/failure_type",schemaPath:"#/definitions/FailureType/enum",keyword:"enum",params:{allowedValues: schema39.enum},message:"must be equal to one of the allowed values",schema:schema39.enum,parentSchema:schema39,data:data2}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.members !== undefined){
const _errs10 = errors;
if(!(validate20(data.members, {instancePath:instancePath+"/members",parentData:data,parentDataProperty:"members",rootData}))){
vErrors = vErrors === null ? validate20.errors : vErrors.concat(validate20.errors);
errors = vErrors.length;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.model_id !== undefined){
let data4 = data.model_id;
const _errs11 = errors;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate19.errors = [{instancePath:instancePath+"/model_id",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data4}];
return false;
}
}
else {
validate19.errors = [{instancePath:instancePath+"/model_id",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data4}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.model_version !== undefined){
let data5 = data.model_version;
const _errs14 = errors;
if(typeof data5 !== "string"){
validate19.errors = [{instancePath:instancePath+"/model_version",schemaPath:"#/properties/model_version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.model_version.type,parentSchema:schema36.properties.model_version,data:data5}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate19.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data}];
return false;
}
}
validate19.errors = vErrors;
return errors === 0;
}


function validate16(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((((((((((data.age_years === undefined) && (missing0 = "age_years")) || ((data.ambient_temperature_c === undefined) && (missing0 = "ambient_temperature_c"))) || ((data.closed === undefined) && (missing0 = "closed"))) || ((data.corrosion === undefined) && (missing0 = "corrosion"))) || ((data.current_ka === undefined) && (missing0 = "current_ka"))) || ((data.from === undefined) && (missing0 = "from"))) || ((data.harmonic_distortion_percent === undefined) && (missing0 = "harmonic_distortion_percent"))) || ((data.humidity_percent === undefined) && (missing0 = "humidity_percent"))) || ((data.id === undefined) && (missing0 = "id"))) || ((data.in_service === undefined) && (missing0 = "in_service"))) || ((data.load_mw === undefined) && (missing0 = "load_mw"))) || ((data.loading_percent === undefined) && (missing0 = "loading_percent"))) || ((data.loss_mw === undefined) && (missing0 = "loss_mw"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.oil_quality === undefined) && (missing0 = "oil_quality"))) || ((data.temperature_c === undefined) && (missing0 = "temperature_c"))) || ((data.to === undefined) && (missing0 = "to"))) || ((data.trip_count === undefined) && (missing0 = "trip_count"))) || ((data.vibration_mm_s === undefined) && (missing0 = "vibration_mm_s"))){
validate16.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema22.required,parentSchema:schema22,data}];
return false;
}
else {
if(data.temperature_c !== undefined){
let data0 = data.temperature_c;
const _errs1 = errors;
if(errors === _errs1){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 400 || isNaN(data0)){
validate16.errors = [{instancePath:instancePath+"/temperature_c",schemaPath:"#/properties/temperature_c/maximum",keyword:"maximum",params:{comparison: "<=", limit: 400},message:"must be <= 400",schema:400,parentSchema:schema22.properties.temperature_c,data:data0}];
return false;
}
else {
if(data0 < -60 || isNaN(data0)){
validate16.errors = [{instancePath:instancePath+"/temperature_c",schemaPath:"#/properties/temperature_c/minimum",keyword:"minimum",params:{comparison: ">=", limit: -60},message:"must be >= -60",schema:-60,parentSchema:schema22.properties.temperature_c,data:data0}];
return false;
}
}
}
else {
validate16.errors = [{instancePath:instancePath+"/temperature_c",schemaPath:"#/properties/temperature_c/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema22.properties.temperature_c.type,parentSchema:schema22.properties.temperature_c,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.load_mw !== undefined){
let data1 = data.load_mw;
const _errs3 = errors;
const _errs4 = errors;
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate16.errors = [{instancePath:instancePath+"/load_mw",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data1}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/load_mw",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data1}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vibration_mm_s !== undefined){
let data2 = data.vibration_mm_s;
const _errs6 = errors;
const _errs7 = errors;
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate16.errors = [{instancePath:instancePath+"/vibration_mm_s",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data2}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/vibration_mm_s",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data2}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.age_years !== undefined){
let data3 = data.age_years;
const _errs9 = errors;
const _errs10 = errors;
if(errors === _errs10){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate16.errors = [{instancePath:instancePath+"/age_years",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data3}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/age_years",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data3}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.corrosion !== undefined){
let data4 = data.corrosion;
const _errs12 = errors;
const _errs13 = errors;
if(errors === _errs13){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 1 || isNaN(data4)){
validate16.errors = [{instancePath:instancePath+"/corrosion",schemaPath:"#/definitions/Probability/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema26,data:data4}];
return false;
}
else {
if(data4 < 0 || isNaN(data4)){
validate16.errors = [{instancePath:instancePath+"/corrosion",schemaPath:"#/definitions/Probability/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema26,data:data4}];
return false;
}
}
}
else {
validate16.errors = [{instancePath:instancePath+"/corrosion",schemaPath:"#/definitions/Probability/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema26.type,parentSchema:schema26,data:data4}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.harmonic_distortion_percent !== undefined){
let data5 = data.harmonic_distortion_percent;
const _errs15 = errors;
const _errs16 = errors;
if(errors === _errs16){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate16.errors = [{instancePath:instancePath+"/harmonic_distortion_percent",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data5}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/harmonic_distortion_percent",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data5}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oil_quality !== undefined){
let data6 = data.oil_quality;
const _errs18 = errors;
const _errs19 = errors;
if(errors === _errs19){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1 || isNaN(data6)){
validate16.errors = [{instancePath:instancePath+"/oil_quality",schemaPath:"#/definitions/Probability/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema26,data:data6}];
return false;
}
else {
if(data6 < 0 || isNaN(data6)){
validate16.errors = [{instancePath:instancePath+"/oil_quality",schemaPath:"#/definitions/Probability/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema26,data:data6}];
return false;
}
}
}
else {
validate16.errors = [{instancePath:instancePath+"/oil_quality",schemaPath:"#/definitions/Probability/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema26.type,parentSchema:schema26,data:data6}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.trip_count !== undefined){
let data7 = data.trip_count;
const _errs21 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate16.errors = [{instancePath:instancePath+"/trip_count",schemaPath:"#/properties/trip_count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema22.properties.trip_count.type,parentSchema:schema22.properties.trip_count,data:data7}];
return false;
}
if(errors === _errs21){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate16.errors = [{instancePath:instancePath+"/trip_count",schemaPath:"#/properties/trip_count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema22.properties.trip_count,data:data7}];
return false;
}
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ambient_temperature_c !== undefined){
let data8 = data.ambient_temperature_c;
const _errs23 = errors;
if(errors === _errs23){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 60 || isNaN(data8)){
validate16.errors = [{instancePath:instancePath+"/ambient_temperature_c",schemaPath:"#/properties/ambient_temperature_c/maximum",keyword:"maximum",params:{comparison: "<=", limit: 60},message:"must be <= 60",schema:60,parentSchema:schema22.properties.ambient_temperature_c,data:data8}];
return false;
}
else {
if(data8 < -60 || isNaN(data8)){
validate16.errors = [{instancePath:instancePath+"/ambient_temperature_c",schemaPath:"#/properties/ambient_temperature_c/minimum",keyword:"minimum",params:{comparison: ">=", limit: -60},message:"must be >= -60",schema:-60,parentSchema:schema22.properties.ambient_temperature_c,data:data8}];
return false;
}
}
}
else {
validate16.errors = [{instancePath:instancePath+"/ambient_temperature_c",schemaPath:"#/properties/ambient_temperature_c/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema22.properties.ambient_temperature_c.type,parentSchema:schema22.properties.ambient_temperature_c,data:data8}];
return false;
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.humidity_percent !== undefined){
let data9 = data.humidity_percent;
const _errs25 = errors;
if(errors === _errs25){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 > 100 || isNaN(data9)){
validate16.errors = [{instancePath:instancePath+"/humidity_percent",schemaPath:"#/properties/humidity_percent/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema22.properties.humidity_percent,data:data9}];
return false;
}
else {
if(data9 < 0 || isNaN(data9)){
validate16.errors = [{instancePath:instancePath+"/humidity_percent",schemaPath:"#/properties/humidity_percent/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema22.properties.humidity_percent,data:data9}];
return false;
}
}
}
else {
validate16.errors = [{instancePath:instancePath+"/humidity_percent",schemaPath:"#/properties/humidity_percent/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema22.properties.humidity_percent.type,parentSchema:schema22.properties.humidity_percent,data:data9}];
return false;
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data10 = data.id;
const _errs27 = errors;
const _errs28 = errors;
if(errors === _errs28){
if(typeof data10 === "string"){
if(!pattern0.test(data10)){
validate16.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data10}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data10}];
return false;
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data11 = data.name;
const _errs30 = errors;
if(typeof data11 !== "string"){
validate16.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.name.type,parentSchema:schema22.properties.name,data:data11}];
return false;
}
var valid0 = _errs30 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.from !== undefined){
let data12 = data.from;
const _errs32 = errors;
const _errs33 = errors;
if(errors === _errs33){
if(typeof data12 === "string"){
if(!pattern0.test(data12)){
validate16.errors = [{instancePath:instancePath+"/from",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data12}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/from",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data12}];
return false;
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.to !== undefined){
let data13 = data.to;
const _errs35 = errors;
const _errs36 = errors;
if(errors === _errs36){
if(typeof data13 === "string"){
if(!pattern0.test(data13)){
validate16.errors = [{instancePath:instancePath+"/to",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data13}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/to",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data13}];
return false;
}
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.closed !== undefined){
let data14 = data.closed;
const _errs38 = errors;
if(typeof data14 !== "boolean"){
validate16.errors = [{instancePath:instancePath+"/closed",schemaPath:"#/properties/closed/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema22.properties.closed.type,parentSchema:schema22.properties.closed,data:data14}];
return false;
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.in_service !== undefined){
let data15 = data.in_service;
const _errs40 = errors;
if(typeof data15 !== "boolean"){
validate16.errors = [{instancePath:instancePath+"/in_service",schemaPath:"#/properties/in_service/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema22.properties.in_service.type,parentSchema:schema22.properties.in_service,data:data15}];
return false;
}
var valid0 = _errs40 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.current_ka !== undefined){
let data16 = data.current_ka;
const _errs42 = errors;
const _errs43 = errors;
if(errors === _errs43){
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 < 0 || isNaN(data16)){
validate16.errors = [{instancePath:instancePath+"/current_ka",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data16}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/current_ka",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data16}];
return false;
}
}
var valid0 = _errs42 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loading_percent !== undefined){
let data17 = data.loading_percent;
const _errs45 = errors;
const _errs46 = errors;
if(errors === _errs46){
if((typeof data17 == "number") && (isFinite(data17))){
if(data17 < 0 || isNaN(data17)){
validate16.errors = [{instancePath:instancePath+"/loading_percent",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data17}];
return false;
}
}
else {
validate16.errors = [{instancePath:instancePath+"/loading_percent",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data17}];
return false;
}
}
var valid0 = _errs45 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_mw !== undefined){
let data18 = data.loss_mw;
const _errs48 = errors;
if(!((typeof data18 == "number") && (isFinite(data18)))){
validate16.errors = [{instancePath:instancePath+"/loss_mw",schemaPath:"#/properties/loss_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema22.properties.loss_mw.type,parentSchema:schema22.properties.loss_mw,data:data18}];
return false;
}
var valid0 = _errs48 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.quality !== undefined){
let data19 = data.quality;
const _errs50 = errors;
if(errors === _errs50){
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
for(const key0 in data19){
const _errs53 = errors;
if(!(validate17(data19[key0], {instancePath:instancePath+"/quality/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data19,parentDataProperty:key0,rootData}))){
vErrors = vErrors === null ? validate17.errors : vErrors.concat(validate17.errors);
errors = vErrors.length;
}
var valid12 = _errs53 === errors;
if(!valid12){
break;
}
}
}
else {
validate16.errors = [{instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema22.properties.quality.type,parentSchema:schema22.properties.quality,data:data19}];
return false;
}
}
var valid0 = _errs50 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.risk !== undefined){
const _errs54 = errors;
if(!(validate19(data.risk, {instancePath:instancePath+"/risk",parentData:data,parentDataProperty:"risk",rootData}))){
vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
errors = vErrors.length;
}
var valid0 = _errs54 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate16.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema22.type,parentSchema:schema22,data}];
return false;
}
}
validate16.errors = vErrors;
return errors === 0;
}

const schema45 = {"type":"object","properties":{"demand_mw":{"type":"number"},"demand_mvar":{"type":"number"},"generation_mw":{"type":"number"},"generation_mvar":{"type":"number"},"loss_mw":{"type":"number"},"loss_mvar":{"type":"number","description":"Reactive losses, Mvar, less what line charging feeds in."},"loss_percent":{"type":"number","description":"Losses over generation, %."},"unserved_mw":{"$ref":"#/definitions/NonNegative","description":"Demand at nodes that no generator reaches, MW."},"vm_min_pu":{"$ref":"#/definitions/NonNegative"},"vm_max_pu":{"$ref":"#/definitions/NonNegative"},"loading_max_percent":{"$ref":"#/definitions/NonNegative"}},"required":["demand_mw","demand_mvar","generation_mw","generation_mvar","loss_mw","loss_mvar","loss_percent","unserved_mw","vm_min_pu","vm_max_pu","loading_max_percent"],"description":"Sums and extremes over the energised part of the grid. Generation equals demand plus losses."};

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((data.demand_mw === undefined) && (missing0 = "demand_mw")) || ((data.demand_mvar === undefined) && (missing0 = "demand_mvar"))) || ((data.generation_mw === undefined) && (missing0 = "generation_mw"))) || ((data.generation_mvar === undefined) && (missing0 = "generation_mvar"))) || ((data.loss_mw === undefined) && (missing0 = "loss_mw"))) || ((data.loss_mvar === undefined) && (missing0 = "loss_mvar"))) || ((data.loss_percent === undefined) && (missing0 = "loss_percent"))) || ((data.unserved_mw === undefined) && (missing0 = "unserved_mw"))) || ((data.vm_min_pu === undefined) && (missing0 = "vm_min_pu"))) || ((data.vm_max_pu === undefined) && (missing0 = "vm_max_pu"))) || ((data.loading_max_percent === undefined) && (missing0 = "loading_max_percent"))){
validate24.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema45.required,parentSchema:schema45,data}];
return false;
}
else {
if(data.demand_mw !== undefined){
let data0 = data.demand_mw;
const _errs1 = errors;
if(!((typeof data0 == "number") && (isFinite(data0)))){
validate24.errors = [{instancePath:instancePath+"/demand_mw",schemaPath:"#/properties/demand_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema45.properties.demand_mw.type,parentSchema:schema45.properties.demand_mw,data:data0}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.demand_mvar !== undefined){
let data1 = data.demand_mvar;
const _errs3 = errors;
if(!((typeof data1 == "number") && (isFinite(data1)))){
validate24.errors = [{instancePath:instancePath+"/demand_mvar",schemaPath:"#/properties/demand_mvar/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema45.properties.demand_mvar.type,parentSchema:schema45.properties.demand_mvar,data:data1}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.generation_mw !== undefined){
let data2 = data.generation_mw;
const _errs5 = errors;
if(!((typeof data2 == "number") && (isFinite(data2)))){
validate24.errors = [{instancePath:instancePath+"/generation_mw",schemaPath:"#/properties/generation_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema45.properties.generation_mw.type,parentSchema:schema45.properties.generation_mw,data:data2}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.generation_mvar !== undefined){
let data3 = data.generation_mvar;
const _errs7 = errors;
if(!((typeof data3 == "number") && (isFinite(data3)))){
validate24.errors = [{instancePath:instancePath+"/generation_mvar",schemaPath:"#/properties/generation_mvar/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema45.properties.generation_mvar.type,parentSchema:schema45.properties.generation_mvar,data:data3}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_mw !== undefined){
let data4 = data.loss_mw;
const _errs9 = errors;
if(!((typeof data4 == "number") && (isFinite(data4)))){
validate24.errors = [{instancePath:instancePath+"/loss_mw",schemaPath:"#/properties/loss_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema45.properties.loss_mw.type,parentSchema:schema45.properties.loss_mw,data:data4}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_mvar !== undefined){
let data5 = data.loss_mvar;
const _errs11 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate24.errors = [{instancePath:instancePath+"/loss_mvar",schemaPath:"#/properties/loss_mvar/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema45.properties.loss_mvar.type,parentSchema:schema45.properties.loss_mvar,data:data5}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_percent !== undefined){
let data6 = data.loss_percent;
const _errs13 = errors;
if(!((typeof data6 == "number") && (isFinite(data6)))){
validate24.errors = [{instancePath:instancePath+"/loss_percent",schemaPath:"#/properties/loss_percent/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema45.properties.loss_percent.type,parentSchema:schema45.properties.loss_percent,data:data6}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unserved_mw !== undefined){
let data7 = data.unserved_mw;
const _errs15 = errors;
const _errs16 = errors;
if(errors === _errs16){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate24.errors = [{instancePath:instancePath+"/unserved_mw",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data7}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/unserved_mw",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data7}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vm_min_pu !== undefined){
let data8 = data.vm_min_pu;
const _errs18 = errors;
const _errs19 = errors;
if(errors === _errs19){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate24.errors = [{instancePath:instancePath+"/vm_min_pu",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data8}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/vm_min_pu",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data8}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vm_max_pu !== undefined){
let data9 = data.vm_max_pu;
const _errs21 = errors;
const _errs22 = errors;
if(errors === _errs22){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate24.errors = [{instancePath:instancePath+"/vm_max_pu",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data9}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/vm_max_pu",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data9}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loading_max_percent !== undefined){
let data10 = data.loading_max_percent;
const _errs24 = errors;
const _errs25 = errors;
if(errors === _errs25){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 < 0 || isNaN(data10)){
validate24.errors = [{instancePath:instancePath+"/loading_max_percent",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data10}];
return false;
}
}
else {
validate24.errors = [{instancePath:instancePath+"/loading_max_percent",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data10}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.type,parentSchema:schema45,data}];
return false;
}
}
validate24.errors = vErrors;
return errors === 0;
}

const schema50 = {"type":"object","properties":{"id":{"$ref":"#/definitions/Id"},"version":{"type":"string"},"trained_on":{"type":"string","enum":["simulated_failures","field_failures","unknown"],"description":"A model trained on simulated failures estimates; it has not seen a real one. Unknown where a member comes from elsewhere."},"trained_at":{"$ref":"#/definitions/Timestamp"},"horizon":{"type":"string","description":"The period that a probability speaks of; \"unknown\" where a member comes from elsewhere."}},"required":["id","version","trained_on","trained_at","horizon"],"description":"Where the risk figures come from."};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.id === undefined) && (missing0 = "id")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.trained_on === undefined) && (missing0 = "trained_on"))) || ((data.trained_at === undefined) && (missing0 = "trained_at"))) || ((data.horizon === undefined) && (missing0 = "horizon"))){
validate26.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema50.required,parentSchema:schema50,data}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate26.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data0}];
return false;
}
}
else {
validate26.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
let data1 = data.version;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate26.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema50.properties.version.type,parentSchema:schema50.properties.version,data:data1}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.trained_on !== undefined){
let data2 = data.trained_on;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate26.errors = [{instancePath:instancePath+"/trained_on",schemaPath:"#/properties/trained_on/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema50.properties.trained_on.type,parentSchema:schema50.properties.trained_on,data:data2}];
return false;
}
if(!(((data2 === "simulated_failures") || (data2 === "field_failures")) || (data2 === "unknown"))){
validate26.errors = [{instancePath:instancePath+"/trained_on",schemaPath:"#/properties/trained_on/enum",keyword:"enum",params:{allowedValues: schema50.properties.trained_on.enum},message:"must be equal to one of the allowed values",schema:schema50.properties.trained_on.enum,parentSchema:schema50.properties.trained_on,data:data2}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.trained_at !== undefined){
let data3 = data.trained_at;
const _errs8 = errors;
const _errs9 = errors;
if(errors === _errs9){
if(errors === _errs9){
if(typeof data3 === "string"){
if(!pattern2.test(data3)){
validate26.errors = [{instancePath:instancePath+"/trained_at",schemaPath:"#/definitions/Timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$"},message:"must match pattern \""+"^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$"+"\"",schema:"^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$",parentSchema:schema15,data:data3}];
return false;
}
}
else {
validate26.errors = [{instancePath:instancePath+"/trained_at",schemaPath:"#/definitions/Timestamp/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data3}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.horizon !== undefined){
let data4 = data.horizon;
const _errs11 = errors;
if(typeof data4 !== "string"){
validate26.errors = [{instancePath:instancePath+"/horizon",schemaPath:"#/properties/horizon/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema50.properties.horizon.type,parentSchema:schema50.properties.horizon,data:data4}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema50.type,parentSchema:schema50,data}];
return false;
}
}
validate26.errors = vErrors;
return errors === 0;
}

const schema53 = {"type":"object","properties":{"risk_weight":{"$ref":"#/definitions/NonNegative","description":"Weight of failure probability against per-unit resistance in a path's cost."},"paths":{"type":"array","items":{"$ref":"#/definitions/SupplyPath"},"description":"One entry for every substation."},"plan":{"anyOf":[{"$ref":"#/definitions/SwitchingPlan"},{"type":"null"}],"description":"The switching that is proposed; null where the present configuration is the best one known."},"loss_before_mw":{"type":"number"},"loss_after_mw":{"type":"number","description":"Losses after the plan, solved by AC power flow; as before where there is no plan."},"episode":{"$ref":"#/definitions/Episode"},"elapsed_ms":{"$ref":"#/definitions/NonNegative"}},"required":["risk_weight","paths","plan","loss_before_mw","loss_after_mw","episode","elapsed_ms"],"description":"What path-optimize adds."};
const schema64 = {"type":"object","properties":{"number":{"type":"integer","description":"Counts from 1.","minimum":1},"loss_mw":{"type":"number"},"risk":{"type":"number","description":"Failure probability × MW carried, summed over the edges in use: MW expected to be hit."},"reward":{"type":"number","description":"−(loss_mw + risk weight × risk + violations), per MW of demand."}},"required":["number","loss_mw","risk","reward"],"description":"One episode of the learning agent."};
const schema55 = {"type":"object","properties":{"node":{"$ref":"#/definitions/Id"},"reachable":{"type":"boolean","description":"False where no closed, healthy way leads from any generator; the other fields are then empty or null."},"generator":{"anyOf":[{"$ref":"#/definitions/Id"},{"type":"null"}]},"nodes":{"type":"array","items":{"$ref":"#/definitions/Id"},"description":"From the generator to the node."},"edges":{"type":"array","items":{"$ref":"#/definitions/Id"}},"cost":{"type":["number","null"],"description":"resistance_pu + risk_weight × Σ failure probability."},"resistance_pu":{"type":["number","null"]},"risk_cost":{"type":["number","null"],"description":"The part of the cost that risk makes."},"hold_probability":{"anyOf":[{"$ref":"#/definitions/Probability"},{"type":"null"}],"description":"The probability that every edge of the path holds, edges taken as independent."}},"required":["node","reachable","generator","nodes","edges","cost","resistance_pu","risk_cost","hold_probability"],"description":"The cheapest way from a generator to one substation."};

function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.node === undefined) && (missing0 = "node")) || ((data.reachable === undefined) && (missing0 = "reachable"))) || ((data.generator === undefined) && (missing0 = "generator"))) || ((data.nodes === undefined) && (missing0 = "nodes"))) || ((data.edges === undefined) && (missing0 = "edges"))) || ((data.cost === undefined) && (missing0 = "cost"))) || ((data.resistance_pu === undefined) && (missing0 = "resistance_pu"))) || ((data.risk_cost === undefined) && (missing0 = "risk_cost"))) || ((data.hold_probability === undefined) && (missing0 = "hold_probability"))){
validate29.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema55.required,parentSchema:schema55,data}];
return false;
}
else {
if(data.node !== undefined){
let data0 = data.node;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate29.errors = [{instancePath:instancePath+"/node",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data0}];
return false;
}
}
else {
validate29.errors = [{instancePath:instancePath+"/node",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reachable !== undefined){
let data1 = data.reachable;
const _errs4 = errors;
if(typeof data1 !== "boolean"){
validate29.errors = [{instancePath:instancePath+"/reachable",schemaPath:"#/properties/reachable/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema55.properties.reachable.type,parentSchema:schema55.properties.reachable,data:data1}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.generator !== undefined){
let data2 = data.generator;
const _errs6 = errors;
const _errs7 = errors;
let valid2 = false;
const _errs8 = errors;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
const err0 = {instancePath:instancePath+"/generator",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data2};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath:instancePath+"/generator",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data2};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs8 === errors;
valid2 = valid2 || _valid0;
if(!valid2){
const _errs11 = errors;
if(data2 !== null){
const err2 = {instancePath:instancePath+"/generator",schemaPath:"#/properties/generator/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null",schema:schema55.properties.generator.anyOf[1].type,parentSchema:schema55.properties.generator.anyOf[1],data:data2};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs11 === errors;
valid2 = valid2 || _valid0;
}
if(!valid2){
const err3 = {instancePath:instancePath+"/generator",schemaPath:"#/properties/generator/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema55.properties.generator.anyOf,parentSchema:schema55.properties.generator,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
validate29.errors = vErrors;
return false;
}
else {
errors = _errs7;
if(vErrors !== null){
if(_errs7){
vErrors.length = _errs7;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nodes !== undefined){
let data3 = data.nodes;
const _errs13 = errors;
if(errors === _errs13){
if(Array.isArray(data3)){
var valid4 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs15 = errors;
const _errs16 = errors;
if(errors === _errs16){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate29.errors = [{instancePath:instancePath+"/nodes/" + i0,schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data4}];
return false;
}
}
else {
validate29.errors = [{instancePath:instancePath+"/nodes/" + i0,schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data4}];
return false;
}
}
var valid4 = _errs15 === errors;
if(!valid4){
break;
}
}
}
else {
validate29.errors = [{instancePath:instancePath+"/nodes",schemaPath:"#/properties/nodes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema55.properties.nodes.type,parentSchema:schema55.properties.nodes,data:data3}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.edges !== undefined){
let data5 = data.edges;
const _errs18 = errors;
if(errors === _errs18){
if(Array.isArray(data5)){
var valid6 = true;
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
const _errs20 = errors;
const _errs21 = errors;
if(errors === _errs21){
if(typeof data6 === "string"){
if(!pattern0.test(data6)){
validate29.errors = [{instancePath:instancePath+"/edges/" + i1,schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data6}];
return false;
}
}
else {
validate29.errors = [{instancePath:instancePath+"/edges/" + i1,schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data6}];
return false;
}
}
var valid6 = _errs20 === errors;
if(!valid6){
break;
}
}
}
else {
validate29.errors = [{instancePath:instancePath+"/edges",schemaPath:"#/properties/edges/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema55.properties.edges.type,parentSchema:schema55.properties.edges,data:data5}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cost !== undefined){
let data7 = data.cost;
const _errs23 = errors;
if((!((typeof data7 == "number") && (isFinite(data7)))) && (data7 !== null)){
validate29.errors = [{instancePath:instancePath+"/cost",schemaPath:"#/properties/cost/type",keyword:"type",params:{type: schema55.properties.cost.type},message:"must be number,null",schema:schema55.properties.cost.type,parentSchema:schema55.properties.cost,data:data7}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.resistance_pu !== undefined){
let data8 = data.resistance_pu;
const _errs25 = errors;
if((!((typeof data8 == "number") && (isFinite(data8)))) && (data8 !== null)){
validate29.errors = [{instancePath:instancePath+"/resistance_pu",schemaPath:"#/properties/resistance_pu/type",keyword:"type",params:{type: schema55.properties.resistance_pu.type},message:"must be number,null",schema:schema55.properties.resistance_pu.type,parentSchema:schema55.properties.resistance_pu,data:data8}];
return false;
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.risk_cost !== undefined){
let data9 = data.risk_cost;
const _errs27 = errors;
if((!((typeof data9 == "number") && (isFinite(data9)))) && (data9 !== null)){
validate29.errors = [{instancePath:instancePath+"/risk_cost",schemaPath:"#/properties/risk_cost/type",keyword:"type",params:{type: schema55.properties.risk_cost.type},message:"must be number,null",schema:schema55.properties.risk_cost.type,parentSchema:schema55.properties.risk_cost,data:data9}];
return false;
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hold_probability !== undefined){
let data10 = data.hold_probability;
const _errs29 = errors;
const _errs30 = errors;
let valid8 = false;
const _errs31 = errors;
const _errs32 = errors;
if(errors === _errs32){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 1 || isNaN(data10)){
const err4 = {instancePath:instancePath+"/hold_probability",schemaPath:"#/definitions/Probability/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1",schema:1,parentSchema:schema26,data:data10};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
else {
if(data10 < 0 || isNaN(data10)){
const err5 = {instancePath:instancePath+"/hold_probability",schemaPath:"#/definitions/Probability/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema26,data:data10};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/hold_probability",schemaPath:"#/definitions/Probability/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema26.type,parentSchema:schema26,data:data10};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
var _valid1 = _errs31 === errors;
valid8 = valid8 || _valid1;
if(!valid8){
const _errs34 = errors;
if(data10 !== null){
const err7 = {instancePath:instancePath+"/hold_probability",schemaPath:"#/properties/hold_probability/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null",schema:schema55.properties.hold_probability.anyOf[1].type,parentSchema:schema55.properties.hold_probability.anyOf[1],data:data10};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var _valid1 = _errs34 === errors;
valid8 = valid8 || _valid1;
}
if(!valid8){
const err8 = {instancePath:instancePath+"/hold_probability",schemaPath:"#/properties/hold_probability/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema55.properties.hold_probability.anyOf,parentSchema:schema55.properties.hold_probability,data:data10};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
validate29.errors = vErrors;
return false;
}
else {
errors = _errs30;
if(vErrors !== null){
if(_errs30){
vErrors.length = _errs30;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate29.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema55.type,parentSchema:schema55,data}];
return false;
}
}
validate29.errors = vErrors;
return errors === 0;
}

const schema61 = {"type":"object","properties":{"steps":{"type":"array","items":{"$ref":"#/definitions/SwitchingStep"},"description":"In the order of execution."},"loss_before_mw":{"type":"number"},"loss_after_mw":{"type":"number"},"risk_before":{"type":"number"},"risk_after":{"type":"number"},"sequence":{"type":"integer","description":"The state that the plan was made for."}},"required":["steps","loss_before_mw","loss_after_mw","risk_before","risk_after","sequence"]};
const schema62 = {"type":"object","properties":{"operation":{"type":"string","enum":["open","close"]},"edge":{"$ref":"#/definitions/Id"},"loss_mw":{"type":"number","description":"Losses when the step is done, MW."}},"required":["operation","edge","loss_mw"]};

function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.operation === undefined) && (missing0 = "operation")) || ((data.edge === undefined) && (missing0 = "edge"))) || ((data.loss_mw === undefined) && (missing0 = "loss_mw"))){
validate32.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema62.required,parentSchema:schema62,data}];
return false;
}
else {
if(data.operation !== undefined){
let data0 = data.operation;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate32.errors = [{instancePath:instancePath+"/operation",schemaPath:"#/properties/operation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema62.properties.operation.type,parentSchema:schema62.properties.operation,data:data0}];
return false;
}
if(!((data0 === "open") || (data0 === "close"))){
validate32.errors = [{instancePath:instancePath+"/operation",schemaPath:"#/properties/operation/enum",keyword:"enum",params:{allowedValues: schema62.properties.operation.enum},message:"must be equal to one of the allowed values",schema:schema62.properties.operation.enum,parentSchema:schema62.properties.operation,data:data0}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.edge !== undefined){
let data1 = data.edge;
const _errs3 = errors;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate32.errors = [{instancePath:instancePath+"/edge",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data1}];
return false;
}
}
else {
validate32.errors = [{instancePath:instancePath+"/edge",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data1}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_mw !== undefined){
let data2 = data.loss_mw;
const _errs6 = errors;
if(!((typeof data2 == "number") && (isFinite(data2)))){
validate32.errors = [{instancePath:instancePath+"/loss_mw",schemaPath:"#/properties/loss_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema62.properties.loss_mw.type,parentSchema:schema62.properties.loss_mw,data:data2}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate32.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema62.type,parentSchema:schema62,data}];
return false;
}
}
validate32.errors = vErrors;
return errors === 0;
}


function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.steps === undefined) && (missing0 = "steps")) || ((data.loss_before_mw === undefined) && (missing0 = "loss_before_mw"))) || ((data.loss_after_mw === undefined) && (missing0 = "loss_after_mw"))) || ((data.risk_before === undefined) && (missing0 = "risk_before"))) || ((data.risk_after === undefined) && (missing0 = "risk_after"))) || ((data.sequence === undefined) && (missing0 = "sequence"))){
validate31.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema61.required,parentSchema:schema61,data}];
return false;
}
else {
if(data.steps !== undefined){
let data0 = data.steps;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate32(data0[i0], {instancePath:instancePath+"/steps/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema61.properties.steps.type,parentSchema:schema61.properties.steps,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_before_mw !== undefined){
let data2 = data.loss_before_mw;
const _errs4 = errors;
if(!((typeof data2 == "number") && (isFinite(data2)))){
validate31.errors = [{instancePath:instancePath+"/loss_before_mw",schemaPath:"#/properties/loss_before_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema61.properties.loss_before_mw.type,parentSchema:schema61.properties.loss_before_mw,data:data2}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_after_mw !== undefined){
let data3 = data.loss_after_mw;
const _errs6 = errors;
if(!((typeof data3 == "number") && (isFinite(data3)))){
validate31.errors = [{instancePath:instancePath+"/loss_after_mw",schemaPath:"#/properties/loss_after_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema61.properties.loss_after_mw.type,parentSchema:schema61.properties.loss_after_mw,data:data3}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.risk_before !== undefined){
let data4 = data.risk_before;
const _errs8 = errors;
if(!((typeof data4 == "number") && (isFinite(data4)))){
validate31.errors = [{instancePath:instancePath+"/risk_before",schemaPath:"#/properties/risk_before/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema61.properties.risk_before.type,parentSchema:schema61.properties.risk_before,data:data4}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.risk_after !== undefined){
let data5 = data.risk_after;
const _errs10 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate31.errors = [{instancePath:instancePath+"/risk_after",schemaPath:"#/properties/risk_after/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema61.properties.risk_after.type,parentSchema:schema61.properties.risk_after,data:data5}];
return false;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sequence !== undefined){
let data6 = data.sequence;
const _errs12 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate31.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema61.properties.sequence.type,parentSchema:schema61.properties.sequence,data:data6}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate31.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema61.type,parentSchema:schema61,data}];
return false;
}
}
validate31.errors = vErrors;
return errors === 0;
}


function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.risk_weight === undefined) && (missing0 = "risk_weight")) || ((data.paths === undefined) && (missing0 = "paths"))) || ((data.plan === undefined) && (missing0 = "plan"))) || ((data.loss_before_mw === undefined) && (missing0 = "loss_before_mw"))) || ((data.loss_after_mw === undefined) && (missing0 = "loss_after_mw"))) || ((data.episode === undefined) && (missing0 = "episode"))) || ((data.elapsed_ms === undefined) && (missing0 = "elapsed_ms"))){
validate28.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema53.required,parentSchema:schema53,data}];
return false;
}
else {
if(data.risk_weight !== undefined){
let data0 = data.risk_weight;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate28.errors = [{instancePath:instancePath+"/risk_weight",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data0}];
return false;
}
}
else {
validate28.errors = [{instancePath:instancePath+"/risk_weight",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.paths !== undefined){
let data1 = data.paths;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data1)){
var valid2 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs6 = errors;
if(!(validate29(data1[i0], {instancePath:instancePath+"/paths/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
var valid2 = _errs6 === errors;
if(!valid2){
break;
}
}
}
else {
validate28.errors = [{instancePath:instancePath+"/paths",schemaPath:"#/properties/paths/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema53.properties.paths.type,parentSchema:schema53.properties.paths,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.plan !== undefined){
let data3 = data.plan;
const _errs7 = errors;
const _errs8 = errors;
let valid3 = false;
const _errs9 = errors;
if(!(validate31(data3, {instancePath:instancePath+"/plan",parentData:data,parentDataProperty:"plan",rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
var _valid0 = _errs9 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs10 = errors;
if(data3 !== null){
const err0 = {instancePath:instancePath+"/plan",schemaPath:"#/properties/plan/anyOf/1/type",keyword:"type",params:{type: "null"},message:"must be null",schema:schema53.properties.plan.anyOf[1].type,parentSchema:schema53.properties.plan.anyOf[1],data:data3};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs10 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err1 = {instancePath:instancePath+"/plan",schemaPath:"#/properties/plan/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema53.properties.plan.anyOf,parentSchema:schema53.properties.plan,data:data3};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate28.errors = vErrors;
return false;
}
else {
errors = _errs8;
if(vErrors !== null){
if(_errs8){
vErrors.length = _errs8;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_before_mw !== undefined){
let data4 = data.loss_before_mw;
const _errs12 = errors;
if(!((typeof data4 == "number") && (isFinite(data4)))){
validate28.errors = [{instancePath:instancePath+"/loss_before_mw",schemaPath:"#/properties/loss_before_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema53.properties.loss_before_mw.type,parentSchema:schema53.properties.loss_before_mw,data:data4}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loss_after_mw !== undefined){
let data5 = data.loss_after_mw;
const _errs14 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate28.errors = [{instancePath:instancePath+"/loss_after_mw",schemaPath:"#/properties/loss_after_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema53.properties.loss_after_mw.type,parentSchema:schema53.properties.loss_after_mw,data:data5}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.episode !== undefined){
let data6 = data.episode;
const _errs16 = errors;
const _errs17 = errors;
if(errors === _errs17){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if(((((data6.number === undefined) && (missing1 = "number")) || ((data6.loss_mw === undefined) && (missing1 = "loss_mw"))) || ((data6.risk === undefined) && (missing1 = "risk"))) || ((data6.reward === undefined) && (missing1 = "reward"))){
validate28.errors = [{instancePath:instancePath+"/episode",schemaPath:"#/definitions/Episode/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema64.required,parentSchema:schema64,data:data6}];
return false;
}
else {
if(data6.number !== undefined){
let data7 = data6.number;
const _errs19 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate28.errors = [{instancePath:instancePath+"/episode/number",schemaPath:"#/definitions/Episode/properties/number/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema64.properties.number.type,parentSchema:schema64.properties.number,data:data7}];
return false;
}
if(errors === _errs19){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 1 || isNaN(data7)){
validate28.errors = [{instancePath:instancePath+"/episode/number",schemaPath:"#/definitions/Episode/properties/number/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema64.properties.number,data:data7}];
return false;
}
}
}
var valid5 = _errs19 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data6.loss_mw !== undefined){
let data8 = data6.loss_mw;
const _errs21 = errors;
if(!((typeof data8 == "number") && (isFinite(data8)))){
validate28.errors = [{instancePath:instancePath+"/episode/loss_mw",schemaPath:"#/definitions/Episode/properties/loss_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema64.properties.loss_mw.type,parentSchema:schema64.properties.loss_mw,data:data8}];
return false;
}
var valid5 = _errs21 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data6.risk !== undefined){
let data9 = data6.risk;
const _errs23 = errors;
if(!((typeof data9 == "number") && (isFinite(data9)))){
validate28.errors = [{instancePath:instancePath+"/episode/risk",schemaPath:"#/definitions/Episode/properties/risk/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema64.properties.risk.type,parentSchema:schema64.properties.risk,data:data9}];
return false;
}
var valid5 = _errs23 === errors;
}
else {
var valid5 = true;
}
if(valid5){
if(data6.reward !== undefined){
let data10 = data6.reward;
const _errs25 = errors;
if(!((typeof data10 == "number") && (isFinite(data10)))){
validate28.errors = [{instancePath:instancePath+"/episode/reward",schemaPath:"#/definitions/Episode/properties/reward/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema64.properties.reward.type,parentSchema:schema64.properties.reward,data:data10}];
return false;
}
var valid5 = _errs25 === errors;
}
else {
var valid5 = true;
}
}
}
}
}
}
else {
validate28.errors = [{instancePath:instancePath+"/episode",schemaPath:"#/definitions/Episode/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema64.type,parentSchema:schema64,data:data6}];
return false;
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.elapsed_ms !== undefined){
let data11 = data.elapsed_ms;
const _errs27 = errors;
const _errs28 = errors;
if(errors === _errs28){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 < 0 || isNaN(data11)){
validate28.errors = [{instancePath:instancePath+"/elapsed_ms",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data11}];
return false;
}
}
else {
validate28.errors = [{instancePath:instancePath+"/elapsed_ms",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data11}];
return false;
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate28.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema53.type,parentSchema:schema53,data}];
return false;
}
}
validate28.errors = vErrors;
return errors === 0;
}


function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.grid_id === undefined) && (missing0 = "grid_id")) || ((data.sequence === undefined) && (missing0 = "sequence"))) || ((data.timestamp === undefined) && (missing0 = "timestamp"))) || ((data.source === undefined) && (missing0 = "source"))) || ((data.nodes === undefined) && (missing0 = "nodes"))) || ((data.edges === undefined) && (missing0 = "edges"))) || ((data.metrics === undefined) && (missing0 = "metrics"))){
validate11.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema12.required,parentSchema:schema12,data}];
return false;
}
else {
if(data.grid_id !== undefined){
let data0 = data.grid_id;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate11.errors = [{instancePath:instancePath+"/grid_id",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data0}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/grid_id",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.run_id !== undefined){
let data1 = data.run_id;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate11.errors = [{instancePath:instancePath+"/run_id",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data1}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/run_id",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sequence !== undefined){
let data2 = data.sequence;
const _errs7 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate11.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.sequence.type,parentSchema:schema12.properties.sequence,data:data2}];
return false;
}
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate11.errors = [{instancePath:instancePath+"/sequence",schemaPath:"#/properties/sequence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.sequence,data:data2}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timestamp !== undefined){
let data3 = data.timestamp;
const _errs9 = errors;
const _errs10 = errors;
if(errors === _errs10){
if(errors === _errs10){
if(typeof data3 === "string"){
if(!pattern2.test(data3)){
validate11.errors = [{instancePath:instancePath+"/timestamp",schemaPath:"#/definitions/Timestamp/pattern",keyword:"pattern",params:{pattern: "^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$"},message:"must match pattern \""+"^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$"+"\"",schema:"^\\d{4}-[01]\\d-[0-3]\\dT[0-2]\\d:[0-5]\\d:[0-6]\\d(\\.\\d+)?Z$",parentSchema:schema15,data:data3}];
return false;
}
}
else {
validate11.errors = [{instancePath:instancePath+"/timestamp",schemaPath:"#/definitions/Timestamp/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.type,parentSchema:schema15,data:data3}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data4 = data.source;
const _errs12 = errors;
if(typeof data4 !== "string"){
validate11.errors = [{instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.source.type,parentSchema:schema12.properties.source,data:data4}];
return false;
}
if(!(((data4 === "simulated") || (data4 === "telemetry")) || (data4 === "replay"))){
validate11.errors = [{instancePath:instancePath+"/source",schemaPath:"#/properties/source/enum",keyword:"enum",params:{allowedValues: schema12.properties.source.enum},message:"must be equal to one of the allowed values",schema:schema12.properties.source.enum,parentSchema:schema12.properties.source,data:data4}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.data_source !== undefined){
const _errs14 = errors;
if(!(validate12(data.data_source, {instancePath:instancePath+"/data_source",parentData:data,parentDataProperty:"data_source",rootData}))){
vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nodes !== undefined){
let data6 = data.nodes;
const _errs15 = errors;
if(errors === _errs15){
if(Array.isArray(data6)){
var valid4 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
const _errs17 = errors;
if(!(validate14(data6[i0], {instancePath:instancePath+"/nodes/" + i0,parentData:data6,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate14.errors : vErrors.concat(validate14.errors);
errors = vErrors.length;
}
var valid4 = _errs17 === errors;
if(!valid4){
break;
}
}
}
else {
validate11.errors = [{instancePath:instancePath+"/nodes",schemaPath:"#/properties/nodes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.nodes.type,parentSchema:schema12.properties.nodes,data:data6}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.edges !== undefined){
let data8 = data.edges;
const _errs18 = errors;
if(errors === _errs18){
if(Array.isArray(data8)){
var valid5 = true;
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
const _errs20 = errors;
if(!(validate16(data8[i1], {instancePath:instancePath+"/edges/" + i1,parentData:data8,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate16.errors : vErrors.concat(validate16.errors);
errors = vErrors.length;
}
var valid5 = _errs20 === errors;
if(!valid5){
break;
}
}
}
else {
validate11.errors = [{instancePath:instancePath+"/edges",schemaPath:"#/properties/edges/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.edges.type,parentSchema:schema12.properties.edges,data:data8}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.metrics !== undefined){
const _errs21 = errors;
if(!(validate24(data.metrics, {instancePath:instancePath+"/metrics",parentData:data,parentDataProperty:"metrics",rootData}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.risk_model !== undefined){
const _errs22 = errors;
if(!(validate26(data.risk_model, {instancePath:instancePath+"/risk_model",parentData:data,parentDataProperty:"risk_model",rootData}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.optimization !== undefined){
const _errs23 = errors;
if(!(validate28(data.optimization, {instancePath:instancePath+"/optimization",parentData:data,parentDataProperty:"optimization",rootData}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate11.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.type,parentSchema:schema12,data}];
return false;
}
}
validate11.errors = vErrors;
return errors === 0;
}

exports.validateGridCommand = validate36;
const schema66 = {"type":"object","discriminator":{"propertyName":"command"},"required":["command"],"oneOf":[{"type":"object","properties":{"command":{"type":"string","const":"start"}},"required":["command"]},{"type":"object","properties":{"command":{"type":"string","const":"stop"}},"required":["command"]},{"type":"object","properties":{"command":{"type":"string","const":"step"}},"required":["command"]},{"type":"object","properties":{"command":{"type":"string","const":"reset"}},"required":["command"]},{"type":"object","properties":{"command":{"type":"string","const":"set_switch"},"edge":{"$ref":"#/definitions/Id"},"closed":{"type":"boolean"}},"required":["command","edge","closed"]},{"type":"object","properties":{"command":{"type":"string","const":"set_load"},"node":{"$ref":"#/definitions/Id"},"demand_mw":{"$ref":"#/definitions/NonNegative"},"demand_mvar":{"type":"number"}},"required":["command","node","demand_mw"]},{"type":"object","properties":{"command":{"type":"string","const":"inject_fault"},"edge":{"$ref":"#/definitions/Id"},"fault":{"$ref":"#/definitions/FaultKind"}},"required":["command","edge"]},{"type":"object","properties":{"command":{"type":"string","const":"restore"},"edge":{"$ref":"#/definitions/Id"}},"required":["command"]}],"description":"What scada-sim can be told, as a message, over MQTT, or by an operator's button."};
const schema71 = {"type":"string","enum":["trip","overheating","vibration","harmonics","corrosion"]};

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.command === undefined) && (missing0 = "command")){
validate36.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema66.required,parentSchema:schema66,data}];
return false;
}
else {
const tag0 = data.command;
if(typeof tag0 == "string"){
if(tag0 === "start"){
const _errs2 = errors;
if(errors === _errs2){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((data.command === undefined) && (missing1 = "command")){
validate36.errors = [{instancePath,schemaPath:"#/oneOf/0/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'",schema:schema66.oneOf[0].required,parentSchema:schema66.oneOf[0],data}];
return false;
}
else {
if(data.command !== undefined){
let data0 = data.command;
if(typeof data0 !== "string"){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/0/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.oneOf[0].properties.command.type,parentSchema:schema66.oneOf[0].properties.command,data:data0}];
return false;
}
if("start" !== data0){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/0/properties/command/const",keyword:"const",params:{allowedValue: "start"},message:"must be equal to constant",schema:"start",parentSchema:schema66.oneOf[0].properties.command,data:data0}];
return false;
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/oneOf/0/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.oneOf[0].type,parentSchema:schema66.oneOf[0],data}];
return false;
}
}
}
else if(tag0 === "stop"){
const _errs6 = errors;
if(errors === _errs6){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if((data.command === undefined) && (missing2 = "command")){
validate36.errors = [{instancePath,schemaPath:"#/oneOf/1/required",keyword:"required",params:{missingProperty: missing2},message:"must have required property '"+missing2+"'",schema:schema66.oneOf[1].required,parentSchema:schema66.oneOf[1],data}];
return false;
}
else {
if(data.command !== undefined){
let data1 = data.command;
if(typeof data1 !== "string"){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/1/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.oneOf[1].properties.command.type,parentSchema:schema66.oneOf[1].properties.command,data:data1}];
return false;
}
if("stop" !== data1){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/1/properties/command/const",keyword:"const",params:{allowedValue: "stop"},message:"must be equal to constant",schema:"stop",parentSchema:schema66.oneOf[1].properties.command,data:data1}];
return false;
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/oneOf/1/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.oneOf[1].type,parentSchema:schema66.oneOf[1],data}];
return false;
}
}
}
else if(tag0 === "step"){
const _errs10 = errors;
if(errors === _errs10){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing3;
if((data.command === undefined) && (missing3 = "command")){
validate36.errors = [{instancePath,schemaPath:"#/oneOf/2/required",keyword:"required",params:{missingProperty: missing3},message:"must have required property '"+missing3+"'",schema:schema66.oneOf[2].required,parentSchema:schema66.oneOf[2],data}];
return false;
}
else {
if(data.command !== undefined){
let data2 = data.command;
if(typeof data2 !== "string"){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/2/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.oneOf[2].properties.command.type,parentSchema:schema66.oneOf[2].properties.command,data:data2}];
return false;
}
if("step" !== data2){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/2/properties/command/const",keyword:"const",params:{allowedValue: "step"},message:"must be equal to constant",schema:"step",parentSchema:schema66.oneOf[2].properties.command,data:data2}];
return false;
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/oneOf/2/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.oneOf[2].type,parentSchema:schema66.oneOf[2],data}];
return false;
}
}
}
else if(tag0 === "reset"){
const _errs14 = errors;
if(errors === _errs14){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing4;
if((data.command === undefined) && (missing4 = "command")){
validate36.errors = [{instancePath,schemaPath:"#/oneOf/3/required",keyword:"required",params:{missingProperty: missing4},message:"must have required property '"+missing4+"'",schema:schema66.oneOf[3].required,parentSchema:schema66.oneOf[3],data}];
return false;
}
else {
if(data.command !== undefined){
let data3 = data.command;
if(typeof data3 !== "string"){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/3/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.oneOf[3].properties.command.type,parentSchema:schema66.oneOf[3].properties.command,data:data3}];
return false;
}
if("reset" !== data3){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/3/properties/command/const",keyword:"const",params:{allowedValue: "reset"},message:"must be equal to constant",schema:"reset",parentSchema:schema66.oneOf[3].properties.command,data:data3}];
return false;
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/oneOf/3/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.oneOf[3].type,parentSchema:schema66.oneOf[3],data}];
return false;
}
}
}
else if(tag0 === "set_switch"){
const _errs18 = errors;
if(errors === _errs18){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing5;
if((((data.command === undefined) && (missing5 = "command")) || ((data.edge === undefined) && (missing5 = "edge"))) || ((data.closed === undefined) && (missing5 = "closed"))){
validate36.errors = [{instancePath,schemaPath:"#/oneOf/4/required",keyword:"required",params:{missingProperty: missing5},message:"must have required property '"+missing5+"'",schema:schema66.oneOf[4].required,parentSchema:schema66.oneOf[4],data}];
return false;
}
else {
if(data.command !== undefined){
let data4 = data.command;
const _errs20 = errors;
if(typeof data4 !== "string"){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/4/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.oneOf[4].properties.command.type,parentSchema:schema66.oneOf[4].properties.command,data:data4}];
return false;
}
if("set_switch" !== data4){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/4/properties/command/const",keyword:"const",params:{allowedValue: "set_switch"},message:"must be equal to constant",schema:"set_switch",parentSchema:schema66.oneOf[4].properties.command,data:data4}];
return false;
}
var valid10 = _errs20 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data.edge !== undefined){
let data5 = data.edge;
const _errs22 = errors;
const _errs23 = errors;
if(errors === _errs23){
if(typeof data5 === "string"){
if(!pattern0.test(data5)){
validate36.errors = [{instancePath:instancePath+"/edge",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data5}];
return false;
}
}
else {
validate36.errors = [{instancePath:instancePath+"/edge",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data5}];
return false;
}
}
var valid10 = _errs22 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data.closed !== undefined){
let data6 = data.closed;
const _errs25 = errors;
if(typeof data6 !== "boolean"){
validate36.errors = [{instancePath:instancePath+"/closed",schemaPath:"#/oneOf/4/properties/closed/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema66.oneOf[4].properties.closed.type,parentSchema:schema66.oneOf[4].properties.closed,data:data6}];
return false;
}
var valid10 = _errs25 === errors;
}
else {
var valid10 = true;
}
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/oneOf/4/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.oneOf[4].type,parentSchema:schema66.oneOf[4],data}];
return false;
}
}
}
else if(tag0 === "set_load"){
const _errs27 = errors;
if(errors === _errs27){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing6;
if((((data.command === undefined) && (missing6 = "command")) || ((data.node === undefined) && (missing6 = "node"))) || ((data.demand_mw === undefined) && (missing6 = "demand_mw"))){
validate36.errors = [{instancePath,schemaPath:"#/oneOf/5/required",keyword:"required",params:{missingProperty: missing6},message:"must have required property '"+missing6+"'",schema:schema66.oneOf[5].required,parentSchema:schema66.oneOf[5],data}];
return false;
}
else {
if(data.command !== undefined){
let data7 = data.command;
const _errs29 = errors;
if(typeof data7 !== "string"){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/5/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.oneOf[5].properties.command.type,parentSchema:schema66.oneOf[5].properties.command,data:data7}];
return false;
}
if("set_load" !== data7){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/5/properties/command/const",keyword:"const",params:{allowedValue: "set_load"},message:"must be equal to constant",schema:"set_load",parentSchema:schema66.oneOf[5].properties.command,data:data7}];
return false;
}
var valid13 = _errs29 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data.node !== undefined){
let data8 = data.node;
const _errs31 = errors;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data8 === "string"){
if(!pattern0.test(data8)){
validate36.errors = [{instancePath:instancePath+"/node",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data8}];
return false;
}
}
else {
validate36.errors = [{instancePath:instancePath+"/node",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data8}];
return false;
}
}
var valid13 = _errs31 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data.demand_mw !== undefined){
let data9 = data.demand_mw;
const _errs34 = errors;
const _errs35 = errors;
if(errors === _errs35){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate36.errors = [{instancePath:instancePath+"/demand_mw",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data9}];
return false;
}
}
else {
validate36.errors = [{instancePath:instancePath+"/demand_mw",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data9}];
return false;
}
}
var valid13 = _errs34 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data.demand_mvar !== undefined){
let data10 = data.demand_mvar;
const _errs37 = errors;
if(!((typeof data10 == "number") && (isFinite(data10)))){
validate36.errors = [{instancePath:instancePath+"/demand_mvar",schemaPath:"#/oneOf/5/properties/demand_mvar/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema66.oneOf[5].properties.demand_mvar.type,parentSchema:schema66.oneOf[5].properties.demand_mvar,data:data10}];
return false;
}
var valid13 = _errs37 === errors;
}
else {
var valid13 = true;
}
}
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/oneOf/5/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.oneOf[5].type,parentSchema:schema66.oneOf[5],data}];
return false;
}
}
}
else if(tag0 === "inject_fault"){
const _errs39 = errors;
if(errors === _errs39){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing7;
if(((data.command === undefined) && (missing7 = "command")) || ((data.edge === undefined) && (missing7 = "edge"))){
validate36.errors = [{instancePath,schemaPath:"#/oneOf/6/required",keyword:"required",params:{missingProperty: missing7},message:"must have required property '"+missing7+"'",schema:schema66.oneOf[6].required,parentSchema:schema66.oneOf[6],data}];
return false;
}
else {
if(data.command !== undefined){
let data11 = data.command;
const _errs41 = errors;
if(typeof data11 !== "string"){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/6/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.oneOf[6].properties.command.type,parentSchema:schema66.oneOf[6].properties.command,data:data11}];
return false;
}
if("inject_fault" !== data11){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/6/properties/command/const",keyword:"const",params:{allowedValue: "inject_fault"},message:"must be equal to constant",schema:"inject_fault",parentSchema:schema66.oneOf[6].properties.command,data:data11}];
return false;
}
var valid17 = _errs41 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data.edge !== undefined){
let data12 = data.edge;
const _errs43 = errors;
const _errs44 = errors;
if(errors === _errs44){
if(typeof data12 === "string"){
if(!pattern0.test(data12)){
validate36.errors = [{instancePath:instancePath+"/edge",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data12}];
return false;
}
}
else {
validate36.errors = [{instancePath:instancePath+"/edge",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data12}];
return false;
}
}
var valid17 = _errs43 === errors;
}
else {
var valid17 = true;
}
if(valid17){
if(data.fault !== undefined){
let data13 = data.fault;
const _errs46 = errors;
if(typeof data13 !== "string"){
validate36.errors = [{instancePath:instancePath+"/fault",schemaPath:"#/definitions/FaultKind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema71.type,parentSchema:schema71,data:data13}];
return false;
}
if(!(((((data13 === "trip") || (data13 === "overheating")) || (data13 === "vibration")) || (data13 === "harmonics")) || (data13 === "corrosion"))){
validate36.errors = [{instancePath:instancePath+"/fault",schemaPath:"#/definitions/FaultKind/enum",keyword:"enum",params:{allowedValues: schema71.enum},message:"must be equal to one of the allowed values",schema:schema71.enum,parentSchema:schema71,data:data13}];
return false;
}
var valid17 = _errs46 === errors;
}
else {
var valid17 = true;
}
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/oneOf/6/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.oneOf[6].type,parentSchema:schema66.oneOf[6],data}];
return false;
}
}
}
else if(tag0 === "restore"){
const _errs49 = errors;
if(errors === _errs49){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing8;
if((data.command === undefined) && (missing8 = "command")){
validate36.errors = [{instancePath,schemaPath:"#/oneOf/7/required",keyword:"required",params:{missingProperty: missing8},message:"must have required property '"+missing8+"'",schema:schema66.oneOf[7].required,parentSchema:schema66.oneOf[7],data}];
return false;
}
else {
if(data.command !== undefined){
let data14 = data.command;
const _errs51 = errors;
if(typeof data14 !== "string"){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/7/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.oneOf[7].properties.command.type,parentSchema:schema66.oneOf[7].properties.command,data:data14}];
return false;
}
if("restore" !== data14){
validate36.errors = [{instancePath:instancePath+"/command",schemaPath:"#/oneOf/7/properties/command/const",keyword:"const",params:{allowedValue: "restore"},message:"must be equal to constant",schema:"restore",parentSchema:schema66.oneOf[7].properties.command,data:data14}];
return false;
}
var valid21 = _errs51 === errors;
}
else {
var valid21 = true;
}
if(valid21){
if(data.edge !== undefined){
let data15 = data.edge;
const _errs53 = errors;
const _errs54 = errors;
if(errors === _errs54){
if(typeof data15 === "string"){
if(!pattern0.test(data15)){
validate36.errors = [{instancePath:instancePath+"/edge",schemaPath:"#/definitions/Id/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema13,data:data15}];
return false;
}
}
else {
validate36.errors = [{instancePath:instancePath+"/edge",schemaPath:"#/definitions/Id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.type,parentSchema:schema13,data:data15}];
return false;
}
}
var valid21 = _errs53 === errors;
}
else {
var valid21 = true;
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/oneOf/7/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.oneOf[7].type,parentSchema:schema66.oneOf[7],data}];
return false;
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "mapping", tag: "command", tagValue: tag0},message:"value of tag \"command\" must be in oneOf",schema:schema66.discriminator,parentSchema:schema66,data}];
return false;
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/discriminator",keyword:"discriminator",params:{error: "tag", tag: "command", tagValue: tag0},message:"tag \"command\" must be string",schema:schema66.discriminator,parentSchema:schema66,data}];
return false;
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.type,parentSchema:schema66,data}];
return false;
}
}
validate36.errors = vErrors;
return errors === 0;
}

exports.validateOptimizeCommand = validate37;
const schema73 = {"type":"object","properties":{"command":{"type":"string","const":"optimize"},"risk_weight":{"$ref":"#/definitions/NonNegative"}},"required":["command"],"description":"What path-optimize can be told."};

function validate37(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.command === undefined) && (missing0 = "command")){
validate37.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema73.required,parentSchema:schema73,data}];
return false;
}
else {
if(data.command !== undefined){
let data0 = data.command;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate37.errors = [{instancePath:instancePath+"/command",schemaPath:"#/properties/command/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema73.properties.command.type,parentSchema:schema73.properties.command,data:data0}];
return false;
}
if("optimize" !== data0){
validate37.errors = [{instancePath:instancePath+"/command",schemaPath:"#/properties/command/const",keyword:"const",params:{allowedValue: "optimize"},message:"must be equal to constant",schema:"optimize",parentSchema:schema73.properties.command,data:data0}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.risk_weight !== undefined){
let data1 = data.risk_weight;
const _errs3 = errors;
const _errs4 = errors;
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate37.errors = [{instancePath:instancePath+"/risk_weight",schemaPath:"#/definitions/NonNegative/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17,data:data1}];
return false;
}
}
else {
validate37.errors = [{instancePath:instancePath+"/risk_weight",schemaPath:"#/definitions/NonNegative/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema17.type,parentSchema:schema17,data:data1}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate37.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema73.type,parentSchema:schema73,data}];
return false;
}
}
validate37.errors = vErrors;
return errors === 0;
}

exports.validateNetwork = validate38;
const schema75 = {"type":"object","properties":{"format":{"type":"string","const":"gridloom-network"},"version":{"type":"number","const":1},"id":{"$ref":"#/definitions/ElementId"},"name":{"type":"string"},"source":{"type":"string","description":"Where the figures come from."},"base_mva":{"$ref":"#/definitions/Positive"},"buses":{"type":"array","items":{"$ref":"#/definitions/Bus"},"minItems":1},"generators":{"type":"array","items":{"$ref":"#/definitions/Generator"}},"loads":{"type":"array","items":{"$ref":"#/definitions/Load"}},"branches":{"type":"array","items":{"$ref":"#/definitions/Branch"}}},"required":["format","version","id","name","base_mva","buses","generators","loads","branches"]};
const schema76 = {"type":"string","description":"One to 128 characters on one line.","pattern":"^.{1,128}$"};
const schema77 = {"type":"number","exclusiveMinimum":0};
const schema78 = {"type":"object","properties":{"id":{"$ref":"#/definitions/ElementId"},"name":{"type":"string"},"base_kv":{"$ref":"#/definitions/Positive","description":"Nominal voltage, line to line, kV."},"vm_min_pu":{"$ref":"#/definitions/Positive","description":"Lower limit of the voltage band."},"vm_max_pu":{"$ref":"#/definitions/Positive","description":"Upper limit of the voltage band."},"x":{"type":"number","description":"Position on a map or a diagram."},"y":{"type":"number"}},"required":["id","name","base_kv"]};

function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.id === undefined) && (missing0 = "id")) || ((data.name === undefined) && (missing0 = "name"))) || ((data.base_kv === undefined) && (missing0 = "base_kv"))){
validate39.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema78.required,parentSchema:schema78,data}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate39.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data0}];
return false;
}
}
else {
validate39.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data1 = data.name;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate39.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema78.properties.name.type,parentSchema:schema78.properties.name,data:data1}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.base_kv !== undefined){
let data2 = data.base_kv;
const _errs6 = errors;
const _errs7 = errors;
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 <= 0 || isNaN(data2)){
validate39.errors = [{instancePath:instancePath+"/base_kv",schemaPath:"#/definitions/Positive/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema77,data:data2}];
return false;
}
}
else {
validate39.errors = [{instancePath:instancePath+"/base_kv",schemaPath:"#/definitions/Positive/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema77.type,parentSchema:schema77,data:data2}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vm_min_pu !== undefined){
let data3 = data.vm_min_pu;
const _errs9 = errors;
const _errs10 = errors;
if(errors === _errs10){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 <= 0 || isNaN(data3)){
validate39.errors = [{instancePath:instancePath+"/vm_min_pu",schemaPath:"#/definitions/Positive/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema77,data:data3}];
return false;
}
}
else {
validate39.errors = [{instancePath:instancePath+"/vm_min_pu",schemaPath:"#/definitions/Positive/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema77.type,parentSchema:schema77,data:data3}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vm_max_pu !== undefined){
let data4 = data.vm_max_pu;
const _errs12 = errors;
const _errs13 = errors;
if(errors === _errs13){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 <= 0 || isNaN(data4)){
validate39.errors = [{instancePath:instancePath+"/vm_max_pu",schemaPath:"#/definitions/Positive/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema77,data:data4}];
return false;
}
}
else {
validate39.errors = [{instancePath:instancePath+"/vm_max_pu",schemaPath:"#/definitions/Positive/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema77.type,parentSchema:schema77,data:data4}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.x !== undefined){
let data5 = data.x;
const _errs15 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate39.errors = [{instancePath:instancePath+"/x",schemaPath:"#/properties/x/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema78.properties.x.type,parentSchema:schema78.properties.x,data:data5}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.y !== undefined){
let data6 = data.y;
const _errs17 = errors;
if(!((typeof data6 == "number") && (isFinite(data6)))){
validate39.errors = [{instancePath:instancePath+"/y",schemaPath:"#/properties/y/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema78.properties.y.type,parentSchema:schema78.properties.y,data:data6}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate39.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema78.type,parentSchema:schema78,data}];
return false;
}
}
validate39.errors = vErrors;
return errors === 0;
}

const schema83 = {"type":"object","properties":{"id":{"$ref":"#/definitions/ElementId"},"bus":{"$ref":"#/definitions/ElementId"},"p_mw":{"type":"number","description":"Scheduled active power, MW; the slack delivers what is left."},"vm_pu":{"$ref":"#/definitions/Positive","description":"Voltage that it holds."},"slack":{"type":"boolean","description":"The one that balances; exactly one in a network."},"p_max_mw":{"type":"number"}},"required":["id","bus","p_mw","vm_pu"]};

function validate41(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.id === undefined) && (missing0 = "id")) || ((data.bus === undefined) && (missing0 = "bus"))) || ((data.p_mw === undefined) && (missing0 = "p_mw"))) || ((data.vm_pu === undefined) && (missing0 = "vm_pu"))){
validate41.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema83.required,parentSchema:schema83,data}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate41.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data0}];
return false;
}
}
else {
validate41.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.bus !== undefined){
let data1 = data.bus;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate41.errors = [{instancePath:instancePath+"/bus",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data1}];
return false;
}
}
else {
validate41.errors = [{instancePath:instancePath+"/bus",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.p_mw !== undefined){
let data2 = data.p_mw;
const _errs7 = errors;
if(!((typeof data2 == "number") && (isFinite(data2)))){
validate41.errors = [{instancePath:instancePath+"/p_mw",schemaPath:"#/properties/p_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema83.properties.p_mw.type,parentSchema:schema83.properties.p_mw,data:data2}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vm_pu !== undefined){
let data3 = data.vm_pu;
const _errs9 = errors;
const _errs10 = errors;
if(errors === _errs10){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 <= 0 || isNaN(data3)){
validate41.errors = [{instancePath:instancePath+"/vm_pu",schemaPath:"#/definitions/Positive/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema77,data:data3}];
return false;
}
}
else {
validate41.errors = [{instancePath:instancePath+"/vm_pu",schemaPath:"#/definitions/Positive/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema77.type,parentSchema:schema77,data:data3}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.slack !== undefined){
let data4 = data.slack;
const _errs12 = errors;
if(typeof data4 !== "boolean"){
validate41.errors = [{instancePath:instancePath+"/slack",schemaPath:"#/properties/slack/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema83.properties.slack.type,parentSchema:schema83.properties.slack,data:data4}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.p_max_mw !== undefined){
let data5 = data.p_max_mw;
const _errs14 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate41.errors = [{instancePath:instancePath+"/p_max_mw",schemaPath:"#/properties/p_max_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema83.properties.p_max_mw.type,parentSchema:schema83.properties.p_max_mw,data:data5}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate41.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema83.type,parentSchema:schema83,data}];
return false;
}
}
validate41.errors = vErrors;
return errors === 0;
}

const schema87 = {"type":"object","properties":{"id":{"$ref":"#/definitions/ElementId"},"bus":{"$ref":"#/definitions/ElementId"},"p_mw":{"type":"number"},"q_mvar":{"type":"number"},"customer":{"type":"string","enum":["residential","commercial","industrial"],"description":"Shape that the simulator moves it by."}},"required":["id","bus","p_mw","q_mvar"],"description":"Power taken at a bus at the network's nominal load."};

function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.id === undefined) && (missing0 = "id")) || ((data.bus === undefined) && (missing0 = "bus"))) || ((data.p_mw === undefined) && (missing0 = "p_mw"))) || ((data.q_mvar === undefined) && (missing0 = "q_mvar"))){
validate43.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema87.required,parentSchema:schema87,data}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate43.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data0}];
return false;
}
}
else {
validate43.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.bus !== undefined){
let data1 = data.bus;
const _errs4 = errors;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate43.errors = [{instancePath:instancePath+"/bus",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data1}];
return false;
}
}
else {
validate43.errors = [{instancePath:instancePath+"/bus",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.p_mw !== undefined){
let data2 = data.p_mw;
const _errs7 = errors;
if(!((typeof data2 == "number") && (isFinite(data2)))){
validate43.errors = [{instancePath:instancePath+"/p_mw",schemaPath:"#/properties/p_mw/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema87.properties.p_mw.type,parentSchema:schema87.properties.p_mw,data:data2}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.q_mvar !== undefined){
let data3 = data.q_mvar;
const _errs9 = errors;
if(!((typeof data3 == "number") && (isFinite(data3)))){
validate43.errors = [{instancePath:instancePath+"/q_mvar",schemaPath:"#/properties/q_mvar/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema87.properties.q_mvar.type,parentSchema:schema87.properties.q_mvar,data:data3}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.customer !== undefined){
let data4 = data.customer;
const _errs11 = errors;
if(typeof data4 !== "string"){
validate43.errors = [{instancePath:instancePath+"/customer",schemaPath:"#/properties/customer/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema87.properties.customer.type,parentSchema:schema87.properties.customer,data:data4}];
return false;
}
if(!(((data4 === "residential") || (data4 === "commercial")) || (data4 === "industrial"))){
validate43.errors = [{instancePath:instancePath+"/customer",schemaPath:"#/properties/customer/enum",keyword:"enum",params:{allowedValues: schema87.properties.customer.enum},message:"must be equal to one of the allowed values",schema:schema87.properties.customer.enum,parentSchema:schema87.properties.customer,data:data4}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate43.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema87.type,parentSchema:schema87,data}];
return false;
}
}
validate43.errors = vErrors;
return errors === 0;
}

const schema90 = {"type":"object","properties":{"id":{"$ref":"#/definitions/ElementId"},"name":{"type":"string"},"kind":{"type":"string","enum":["line","cable","transformer"]},"from":{"$ref":"#/definitions/ElementId"},"to":{"$ref":"#/definitions/ElementId"},"r_pu":{"type":"number"},"x_pu":{"type":"number"},"b_pu":{"type":"number","description":"Total line charging susceptance."},"tap_ratio":{"$ref":"#/definitions/Positive","description":"Off-nominal turns ratio at the `from` end."},"shift_degree":{"type":"number","description":"Phase shift, positive delays the `to` end."},"rating_mva":{"$ref":"#/definitions/Positive","description":"Continuous rating, MVA; without one, loading is reported as 0."},"closed":{"type":"boolean","description":"Normal position of its switch."},"switchable":{"type":"boolean","description":"False where nothing may be switched."},"length_km":{"$ref":"#/definitions/Positive"},"age_years":{"type":"number","minimum":0}},"required":["id","name","kind","from","to","r_pu","x_pu","closed"]};

function validate45(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.id === undefined) && (missing0 = "id")) || ((data.name === undefined) && (missing0 = "name"))) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.from === undefined) && (missing0 = "from"))) || ((data.to === undefined) && (missing0 = "to"))) || ((data.r_pu === undefined) && (missing0 = "r_pu"))) || ((data.x_pu === undefined) && (missing0 = "x_pu"))) || ((data.closed === undefined) && (missing0 = "closed"))){
validate45.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema90.required,parentSchema:schema90,data}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate45.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data0}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data0}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data1 = data.name;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate45.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema90.properties.name.type,parentSchema:schema90.properties.name,data:data1}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data2 = data.kind;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate45.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema90.properties.kind.type,parentSchema:schema90.properties.kind,data:data2}];
return false;
}
if(!(((data2 === "line") || (data2 === "cable")) || (data2 === "transformer"))){
validate45.errors = [{instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/enum",keyword:"enum",params:{allowedValues: schema90.properties.kind.enum},message:"must be equal to one of the allowed values",schema:schema90.properties.kind.enum,parentSchema:schema90.properties.kind,data:data2}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.from !== undefined){
let data3 = data.from;
const _errs8 = errors;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
validate45.errors = [{instancePath:instancePath+"/from",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data3}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/from",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data3}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.to !== undefined){
let data4 = data.to;
const _errs11 = errors;
const _errs12 = errors;
if(errors === _errs12){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate45.errors = [{instancePath:instancePath+"/to",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data4}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/to",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data4}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.r_pu !== undefined){
let data5 = data.r_pu;
const _errs14 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate45.errors = [{instancePath:instancePath+"/r_pu",schemaPath:"#/properties/r_pu/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema90.properties.r_pu.type,parentSchema:schema90.properties.r_pu,data:data5}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.x_pu !== undefined){
let data6 = data.x_pu;
const _errs16 = errors;
if(!((typeof data6 == "number") && (isFinite(data6)))){
validate45.errors = [{instancePath:instancePath+"/x_pu",schemaPath:"#/properties/x_pu/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema90.properties.x_pu.type,parentSchema:schema90.properties.x_pu,data:data6}];
return false;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.b_pu !== undefined){
let data7 = data.b_pu;
const _errs18 = errors;
if(!((typeof data7 == "number") && (isFinite(data7)))){
validate45.errors = [{instancePath:instancePath+"/b_pu",schemaPath:"#/properties/b_pu/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema90.properties.b_pu.type,parentSchema:schema90.properties.b_pu,data:data7}];
return false;
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tap_ratio !== undefined){
let data8 = data.tap_ratio;
const _errs20 = errors;
const _errs21 = errors;
if(errors === _errs21){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 <= 0 || isNaN(data8)){
validate45.errors = [{instancePath:instancePath+"/tap_ratio",schemaPath:"#/definitions/Positive/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema77,data:data8}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/tap_ratio",schemaPath:"#/definitions/Positive/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema77.type,parentSchema:schema77,data:data8}];
return false;
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.shift_degree !== undefined){
let data9 = data.shift_degree;
const _errs23 = errors;
if(!((typeof data9 == "number") && (isFinite(data9)))){
validate45.errors = [{instancePath:instancePath+"/shift_degree",schemaPath:"#/properties/shift_degree/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema90.properties.shift_degree.type,parentSchema:schema90.properties.shift_degree,data:data9}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rating_mva !== undefined){
let data10 = data.rating_mva;
const _errs25 = errors;
const _errs26 = errors;
if(errors === _errs26){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 <= 0 || isNaN(data10)){
validate45.errors = [{instancePath:instancePath+"/rating_mva",schemaPath:"#/definitions/Positive/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema77,data:data10}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/rating_mva",schemaPath:"#/definitions/Positive/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema77.type,parentSchema:schema77,data:data10}];
return false;
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.closed !== undefined){
let data11 = data.closed;
const _errs28 = errors;
if(typeof data11 !== "boolean"){
validate45.errors = [{instancePath:instancePath+"/closed",schemaPath:"#/properties/closed/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema90.properties.closed.type,parentSchema:schema90.properties.closed,data:data11}];
return false;
}
var valid0 = _errs28 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.switchable !== undefined){
let data12 = data.switchable;
const _errs30 = errors;
if(typeof data12 !== "boolean"){
validate45.errors = [{instancePath:instancePath+"/switchable",schemaPath:"#/properties/switchable/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema90.properties.switchable.type,parentSchema:schema90.properties.switchable,data:data12}];
return false;
}
var valid0 = _errs30 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.length_km !== undefined){
let data13 = data.length_km;
const _errs32 = errors;
const _errs33 = errors;
if(errors === _errs33){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 <= 0 || isNaN(data13)){
validate45.errors = [{instancePath:instancePath+"/length_km",schemaPath:"#/definitions/Positive/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema77,data:data13}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/length_km",schemaPath:"#/definitions/Positive/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema77.type,parentSchema:schema77,data:data13}];
return false;
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.age_years !== undefined){
let data14 = data.age_years;
const _errs35 = errors;
if(errors === _errs35){
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 0 || isNaN(data14)){
validate45.errors = [{instancePath:instancePath+"/age_years",schemaPath:"#/properties/age_years/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema90.properties.age_years,data:data14}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/age_years",schemaPath:"#/properties/age_years/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema90.properties.age_years.type,parentSchema:schema90.properties.age_years,data:data14}];
return false;
}
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate45.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema90.type,parentSchema:schema90,data}];
return false;
}
}
validate45.errors = vErrors;
return errors === 0;
}


function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.format === undefined) && (missing0 = "format")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.id === undefined) && (missing0 = "id"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.base_mva === undefined) && (missing0 = "base_mva"))) || ((data.buses === undefined) && (missing0 = "buses"))) || ((data.generators === undefined) && (missing0 = "generators"))) || ((data.loads === undefined) && (missing0 = "loads"))) || ((data.branches === undefined) && (missing0 = "branches"))){
validate38.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'",schema:schema75.required,parentSchema:schema75,data}];
return false;
}
else {
if(data.format !== undefined){
let data0 = data.format;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate38.errors = [{instancePath:instancePath+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.format.type,parentSchema:schema75.properties.format,data:data0}];
return false;
}
if("gridloom-network" !== data0){
validate38.errors = [{instancePath:instancePath+"/format",schemaPath:"#/properties/format/const",keyword:"const",params:{allowedValue: "gridloom-network"},message:"must be equal to constant",schema:"gridloom-network",parentSchema:schema75.properties.format,data:data0}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
let data1 = data.version;
const _errs3 = errors;
if(!((typeof data1 == "number") && (isFinite(data1)))){
validate38.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema75.properties.version.type,parentSchema:schema75.properties.version,data:data1}];
return false;
}
if(1 !== data1){
validate38.errors = [{instancePath:instancePath+"/version",schemaPath:"#/properties/version/const",keyword:"const",params:{allowedValue: 1},message:"must be equal to constant",schema:1,parentSchema:schema75.properties.version,data:data1}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
let data2 = data.id;
const _errs5 = errors;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
validate38.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/pattern",keyword:"pattern",params:{pattern: "^.{1,128}$"},message:"must match pattern \""+"^.{1,128}$"+"\"",schema:"^.{1,128}$",parentSchema:schema76,data:data2}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/id",schemaPath:"#/definitions/ElementId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema76.type,parentSchema:schema76,data:data2}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data3 = data.name;
const _errs8 = errors;
if(typeof data3 !== "string"){
validate38.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.name.type,parentSchema:schema75.properties.name,data:data3}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
let data4 = data.source;
const _errs10 = errors;
if(typeof data4 !== "string"){
validate38.errors = [{instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.source.type,parentSchema:schema75.properties.source,data:data4}];
return false;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.base_mva !== undefined){
let data5 = data.base_mva;
const _errs12 = errors;
const _errs13 = errors;
if(errors === _errs13){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 <= 0 || isNaN(data5)){
validate38.errors = [{instancePath:instancePath+"/base_mva",schemaPath:"#/definitions/Positive/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0",schema:0,parentSchema:schema77,data:data5}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/base_mva",schemaPath:"#/definitions/Positive/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema77.type,parentSchema:schema77,data:data5}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.buses !== undefined){
let data6 = data.buses;
const _errs15 = errors;
if(errors === _errs15){
if(Array.isArray(data6)){
if(data6.length < 1){
validate38.errors = [{instancePath:instancePath+"/buses",schemaPath:"#/properties/buses/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema75.properties.buses,data:data6}];
return false;
}
else {
var valid3 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
const _errs17 = errors;
if(!(validate39(data6[i0], {instancePath:instancePath+"/buses/" + i0,parentData:data6,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
var valid3 = _errs17 === errors;
if(!valid3){
break;
}
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/buses",schemaPath:"#/properties/buses/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema75.properties.buses.type,parentSchema:schema75.properties.buses,data:data6}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.generators !== undefined){
let data8 = data.generators;
const _errs18 = errors;
if(errors === _errs18){
if(Array.isArray(data8)){
var valid4 = true;
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
const _errs20 = errors;
if(!(validate41(data8[i1], {instancePath:instancePath+"/generators/" + i1,parentData:data8,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate41.errors : vErrors.concat(validate41.errors);
errors = vErrors.length;
}
var valid4 = _errs20 === errors;
if(!valid4){
break;
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/generators",schemaPath:"#/properties/generators/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema75.properties.generators.type,parentSchema:schema75.properties.generators,data:data8}];
return false;
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.loads !== undefined){
let data10 = data.loads;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data10)){
var valid5 = true;
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
const _errs23 = errors;
if(!(validate43(data10[i2], {instancePath:instancePath+"/loads/" + i2,parentData:data10,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
var valid5 = _errs23 === errors;
if(!valid5){
break;
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/loads",schemaPath:"#/properties/loads/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema75.properties.loads.type,parentSchema:schema75.properties.loads,data:data10}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.branches !== undefined){
let data12 = data.branches;
const _errs24 = errors;
if(errors === _errs24){
if(Array.isArray(data12)){
var valid6 = true;
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
const _errs26 = errors;
if(!(validate45(data12[i3], {instancePath:instancePath+"/branches/" + i3,parentData:data12,parentDataProperty:i3,rootData}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
var valid6 = _errs26 === errors;
if(!valid6){
break;
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/branches",schemaPath:"#/properties/branches/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema75.properties.branches.type,parentSchema:schema75.properties.branches,data:data12}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate38.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.type,parentSchema:schema75,data}];
return false;
}
}
validate38.errors = vErrors;
return errors === 0;
}
